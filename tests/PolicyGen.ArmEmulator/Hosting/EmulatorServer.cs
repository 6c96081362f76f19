using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using PolicyGen.ArmEmulator.Estates;

namespace PolicyGen.ArmEmulator.Hosting;

/// <summary>The emulator behind its listeners.</summary>
internal sealed class EmulatorServer : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly CertificateAuthority _authority;
    private readonly Emulator _emulator;
    private readonly string _folder;
    private readonly bool _ownsFolder;

    private EmulatorServer(WebApplication application, CertificateAuthority authority, Emulator emulator, string folder, bool ownsFolder) =>
        (_application, _authority, _emulator, _folder, _ownsFolder) = (application, authority, emulator, folder, ownsFolder);

    /// <summary><c>https://localhost:8443</c>.</summary>
    public string Endpoint { get; private set; } = "";

    public string CaFile => Path.Combine(_folder, "ca.pem");

    // For a shell: what makes a program trust the emulator and sign in there.
    private string Variables =>
        $"export SSL_CERT_FILE='{CaFile.Replace("'", "'\\''", StringComparison.Ordinal)}'\nexport IDENTITY_ENDPOINT='{Endpoint}{ManagedIdentity.Path}'\nexport IDENTITY_HEADER='{_emulator.Identity.Secret}'\n";

    /// <summary>The line that tells a caller all it needs.</summary>
    public string StartLine => new JObject
    {
        ["endpoint"] = Endpoint,
        ["caFile"] = CaFile,
        ["identityEndpoint"] = Endpoint + ManagedIdentity.Path,
        ["identityHeader"] = _emulator.Identity.Secret,
        ["pid"] = Environment.ProcessId,
    }.ToString(Formatting.None);

    /// <summary>Starts listening.</summary>
    /// <exception cref="EstateException">The estate or the faults cannot be used.</exception>
    /// <exception cref="IOException">The port is in use, or the folder cannot be written.</exception>
    public static async Task<EmulatorServer> StartAsync(EmulatorOptions options)
    {
        var clock = TimeProvider.System;
        var library = new RenderedLibrary(options.Repository);
        var emulator = new Emulator(EstateFactory.Make(options, library, clock.GetUtcNow()), library, clock);
        if (options.Faults is { } faults)
            emulator.Faults.Load(faults);

        var authority = new CertificateAuthority(clock.GetUtcNow());
        var (port, foreignPort) = (options.Port == 0 ? FreePort() : options.Port, FreePort());
        var application = Build([port, foreignPort], authority, emulator, clock);
        var folder = options.StateFolder is { } given ? Directory.CreateDirectory(given).FullName : Directory.CreateTempSubdirectory("policygen-arm-").FullName;
        var server = new EmulatorServer(application, authority, emulator, folder, options.StateFolder is null);
        await File.WriteAllTextAsync(server.CaFile, authority.Pem);
        emulator.ForeignPort = foreignPort;
        server.Endpoint = "https://localhost:" + port.ToString(CultureInfo.InvariantCulture);
        await File.WriteAllTextAsync(Path.Combine(folder, "environment.sh"), server.Variables);
        await application.StartAsync();
        return server;
    }

    /// <summary>Ends when the process is asked to.</summary>
    public Task WaitAsync() => _application.WaitForShutdownAsync();

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        _authority.Dispose();
        if (_ownsFolder)
            Directory.Delete(_folder, recursive: true);
    }

    // Kestrel listens on both families of localhost only where it is told the port.
    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static WebApplication Build(int[] ports, CertificateAuthority authority, Emulator emulator, TimeProvider clock)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = Emulator.LargestBody;
            kestrel.Limits.MinResponseDataRate = null;
            foreach (var port in ports)
            {
                var certificate = authority.Issue(clock.GetUtcNow());
                kestrel.ListenLocalhost(port, listen =>
                {
                    listen.Protocols = HttpProtocols.Http1AndHttp2;
                    listen.UseHttps(certificate);
                });
            }
        });
        builder.WebHost.UseShutdownTimeout(TimeSpan.FromSeconds(1));
        var application = builder.Build();
        application.Run(emulator.HandleAsync);
        return application;
    }
}
