using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
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
        var application = Build(options.Port, authority, emulator, clock);
        var folder = options.StateFolder is { } given ? Directory.CreateDirectory(given).FullName : Directory.CreateTempSubdirectory("policygen-arm-").FullName;
        var server = new EmulatorServer(application, authority, emulator, folder, options.StateFolder is null);
        await File.WriteAllTextAsync(server.CaFile, authority.Pem);
        await application.StartAsync();
        var ports = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(a => new Uri(a).Port).ToArray();
        emulator.ForeignPort = ports[1];
        server.Endpoint = "https://localhost:" + ports[0].ToString(CultureInfo.InvariantCulture);
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

    private static WebApplication Build(int port, CertificateAuthority authority, Emulator emulator, TimeProvider clock)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = Emulator.MaxRequestBytes;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.ListenHere(port, authority, clock);
            kestrel.ListenHere(0, authority, clock);
        });
        builder.WebHost.UseShutdownTimeout(TimeSpan.FromSeconds(1));
        var application = builder.Build();
        application.Run(emulator.HandleAsync);
        return application;
    }
}

file static class KestrelExtensions
{
    // Both families: a client that takes localhost for ::1 must not wait for a connection that nobody accepts.
    public static void ListenHere(this KestrelServerOptions kestrel, int port, CertificateAuthority authority, TimeProvider clock)
    {
        var certificate = authority.Issue(clock.GetUtcNow());
        var address = Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Loopback;
        kestrel.Listen(address, port, listen =>
        {
            listen.Protocols = HttpProtocols.Http1AndHttp2;
            listen.UseHttps(certificate);
        });
    }
}
