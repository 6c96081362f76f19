using Azure.Core;
using PolicyGen.Arm;
using PolicyGen.Auditing;
using PolicyGen.Auditing.Reading;
using PolicyGen.Tests.Support;

namespace PolicyGen.Tests.Auditing.Reading;

/// <summary>The ARM emulator with a connection to it.</summary>
internal sealed class EmulatedAzure(params string[] arguments) : IDisposable
{
    public const string Keys = "6240402e-f77c-46fa-9060-a7ce53997754";

    public ArmEmulatorProcess Process { get; } = ArmEmulatorProcess.Start(arguments);

    public ArmConnection Connect() => ArmConnection.Open(
        new ArmOptions { Endpoint = Process.Endpoint, Timeout = TimeSpan.FromMinutes(2) },
        DelegatedTokenCredential.Create((_, _) => new AccessToken(Process.Token(), DateTimeOffset.UtcNow.AddHours(1))), Process.Handler(), TimeProvider.System);

    /// <summary>Reads what the options name, with faults in force.</summary>
    public async Task<AuditReading> ReadAsync(AuditOptions options, string faults = "")
    {
        await Process.FaultsAsync(faults);
        using var connection = Connect();
        return await new AuditReader(connection, options, DateTimeOffset.UtcNow, null).ReadAsync([Keys], CancellationToken.None);
    }

    public void Dispose() => Process.Dispose();
}
