using System.Globalization;

namespace PolicyGen.ArmEmulator.Hosting;

/// <summary>What the command line says.</summary>
internal sealed record EmulatorOptions
{
    public const string Usage = """
        PolicyGen.ArmEmulator [--port N] [--estate small|large|FILE] [--faults FILE] [--state-dir DIR] [--repository DIR]
                              [--settings FILE] [--states N] [--violations N]

          --port        port to listen on; 0, the default, is any free one
          --estate      what the tenant holds (default: small)
          --faults      rules of what goes wrong
          --state-dir   where ca.pem and environment.sh are written; a new temporary folder when it is not given
          --repository  checkout whose rendered initiatives the estates use (default: the one around the program)
          --settings    limits of the services, as under settings of an estate
          --states      number of states of the large estate (default: 1000000)
          --violations  how many of them are NonCompliant (default: 20000)
        """;

    /// <summary>0 for any free port.</summary>
    public int Port { get; init; }

    /// <summary>small, large or a file.</summary>
    public string Estate { get; init; } = "small";

    /// <summary>File of fault rules; null for none.</summary>
    public string? Faults { get; init; }

    /// <summary>Folder for ca.pem; null makes a temporary one.</summary>
    public string? StateFolder { get; init; }

    /// <summary>Root of a checkout; null looks above the program.</summary>
    public string? Repository { get; init; }

    /// <summary>File of settings that overrule those of the estate; null for none.</summary>
    public string? Settings { get; init; }

    public int States { get; init; } = 1_000_000;

    public int Violations { get; init; } = 20_000;

    /// <exception cref="FormatException">The command line is wrong; the message says how.</exception>
    public static EmulatorOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new EmulatorOptions();
        for (var i = 0; i < arguments.Count; i += 2)
        {
            var (name, value) = (arguments[i], i + 1 < arguments.Count ? arguments[i + 1] : throw new FormatException($"{arguments[i]} needs a value."));
            options = name switch
            {
                "--port" => options with { Port = Number(name, value, 65535) },
                "--estate" => options with { Estate = value },
                "--faults" => options with { Faults = value },
                "--state-dir" => options with { StateFolder = value },
                "--repository" => options with { Repository = value },
                "--settings" => options with { Settings = value },
                "--states" => options with { States = Number(name, value, 100_000_000) },
                "--violations" => options with { Violations = Number(name, value, 100_000_000) },
                _ => throw new FormatException($"There is no option {name}."),
            };
        }
        return options.Violations <= options.States ? options : throw new FormatException("--violations cannot be more than --states.");
    }

    private static int Number(string name, string value, int most) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most
            ? number
            : throw new FormatException($"{name} must be a number from 0 to {most.ToString(CultureInfo.InvariantCulture)}.");
}
