using Speckit.Host.Projects;

namespace Speckit.Cli.Tests.Support;

/// <summary>A user at a machine: a home, a project, a terminal or none, and the command line.</summary>
public sealed class CliSession : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Dictionary<string, string> _variables = new(StringComparer.Ordinal);

    public CliSession(bool initialized = true)
    {
        Directory.CreateDirectory(Home);
        Directory.CreateDirectory(Project);
        WorkingDirectory = Project;
        if (initialized)
        {
            Directory.CreateDirectory(Path.Combine(Project, ".specify"));
            File.WriteAllText(Path.Combine(Project, ".specify", "config.yaml"), "agents:\n  - claude\n");
        }
    }

    public string Home => _folder.At("home");

    public string Project => _folder.At("project");

    public string WorkingDirectory { get; set; }

    /// <summary>What the user types; null for no terminal at all.</summary>
    public string? Typed { get; set; }

    /// <summary>What the user types where nothing is shown; the input ends behind it.</summary>
    public string Secrets { get; set; } = "";

    public bool OutputIsTerminal { get; set; }

    public bool NoColor { get; set; }

    public int Width { get; set; } = 80;

    public string At(params ReadOnlySpan<string> parts) => _folder.At(parts);

    public CliSession With(string variable, string value)
    {
        _variables[variable] = value;
        return this;
    }

    /// <summary>Makes the session one of a person at a terminal who types that.</summary>
    public CliSession Typing(string text)
    {
        Typed = text;
        OutputIsTerminal = true;
        return this;
    }

    public Task<CliRun> RunAsync(params string[] args) => RunAsync(args, CancellationToken.None);

    public async Task<CliRun> RunAsync(string[] args, CancellationToken cancellationToken, Action<string>? said = null)
    {
        await using var output = new WatchedWriter(said);
        await using var error = new WatchedWriter(said);
        var code = await CommandLineApp.RunAsync(args, Environment(output, error), cancellationToken);
        return new CliRun(code, output.ToString(), error.ToString());
    }

    internal CliEnvironment Environment(TextWriter output, TextWriter error)
    {
        var secrets = new Queue<char>(Secrets);
        var input = new StringReader(Typed ?? "");
        return new()
        {
            Input = () => input,
            Output = output,
            Error = error,
            InputIsTerminal = Typed is not null,
            OutputIsTerminal = OutputIsTerminal,
            ErrorIsTerminal = OutputIsTerminal,
            NoColor = NoColor,
            Width = Width,
            WorkingDirectory = WorkingDirectory,
            User = new UserLayout(Home) { SystemPolicyFile = _folder.At("etc", "policy.yaml") },
            Time = TimeProvider.System,
            // Where the runtimes of plugins are is the machine's affair.
            Variable = name =>
                _variables.GetValueOrDefault(name)
                ?? (name == "PATH" ? System.Environment.GetEnvironmentVariable(name) : null),
            ReadKey = () =>
                new ConsoleKeyInfo(secrets.TryDequeue(out var c) ? c : '\u0004', default, false, false, false),
        };
    }

    public void Dispose()
    {
        foreach (var directory in Directory.EnumerateDirectories(_folder.Path, "*", SearchOption.AllDirectories))
        {
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(
                    directory,
                    UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
                );
            }
        }

        _folder.Dispose();
    }

    /// <summary>A writer that is written to from many threads and tells what was said.</summary>
    private sealed class WatchedWriter(Action<string>? said) : StringWriter
    {
        private readonly Lock _lock = new();

        public override void Write(char value)
        {
            lock (_lock)
            {
                base.Write(value);
            }
        }

        public override void Write(string? value)
        {
            lock (_lock)
            {
                base.Write(value);
            }

            said?.Invoke(value ?? "");
        }

        public override void WriteLine(string? value)
        {
            lock (_lock)
            {
                base.WriteLine(value);
            }

            said?.Invoke(value ?? "");
        }

        public override string ToString()
        {
            lock (_lock)
            {
                return base.ToString();
            }
        }
    }
}
