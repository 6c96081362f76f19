using PolicyGen.ArmEmulator.Estates;
using PolicyGen.ArmEmulator.Hosting;

if (args is ["--help" or "-h"])
{
    Console.Out.WriteLine(EmulatorOptions.Usage);
    return 0;
}

// Large queries keep a thread for seconds; others are not to wait until the pool grows.
ThreadPool.SetMinThreads(32, 32);

try
{
    await using var server = await EmulatorServer.StartAsync(EmulatorOptions.Parse(args));
    Console.Out.WriteLine(server.StartLine);
    await server.WaitAsync();
    return 0;
}
catch (Exception exception) when (exception is FormatException or EstateException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(exception.Message);
    if (exception is FormatException)
        Console.Error.WriteLine(EmulatorOptions.Usage);
    return 2;
}
