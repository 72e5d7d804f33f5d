using System.CommandLine;
using Speckit.Cli.Commands;
using Speckit.Cli.Commands.Hosts;
using Speckit.Cli.Commands.Plugins;
using Speckit.Cli.Commands.Plugins.Configuration;
using Speckit.Cli.Commands.Policies;
using Speckit.Cli.Commands.Trust;

namespace Speckit.Cli;

/// <summary>The tree of commands. A command line needs the branches that its first words name, and all only for a help or where they name none: to make every
/// command takes a quarter of the time of a short one.</summary>
/// <param name="environment">Where commands run.</param>
/// <param name="args">The command line.</param>
internal sealed class RootCommandFactory(CliEnvironment environment, IReadOnlyList<string> args)
{
    /// <summary>The tree for a command line.</summary>
    internal static Command Create(CliEnvironment environment, IReadOnlyList<string> args) =>
        new RootCommandFactory(environment, args).Root();

    /// <summary>The parser's own root command looks for its name, its version and two descriptions by reflection: a tenth of the time of a short command
    /// line.</summary>
    private Command Root()
    {
        var root = new Command(
            environment.ProgramName,
            "Plugins for spec-driven development: find them, see what they may do, run them safely."
        );
        Fill(
            root,
            depth: 0,
            ("init", () => new InitCommand(environment)),
            ("run", () => new RunCommand(environment)),
            ("doctor", () => new DoctorCommand(environment)),
            ("trust", () => new TrustCommand(environment)),
            ("host", Host),
            ("plugin", Plugin),
            ("policy", Policy),
            ("telemetry", Telemetry)
        );
        root.Options.Add(GlobalOptions.Json);
        root.Options.Add(GlobalOptions.Yes);
        root.Options.Add(GlobalOptions.ProjectRoot);
        root.Options.Add(GlobalOptions.Help(environment.ProgramName));
        root.Options.Add(GlobalOptions.Version());
        return root;
    }

    private Command Host() =>
        new("host", "A host that keeps plugins warm between commands")
        {
            new StartCommand(environment),
            new StatusCommand(environment),
            new StopCommand(environment),
        };

    private Command Plugin() =>
        Fill(
            new Command("plugin", "Find, install and make plugins"),
            depth: 1,
            ("search", () => new SearchCommand(environment)),
            ("info", () => new InfoCommand(environment)),
            ("install", () => new InstallCommand(environment)),
            ("update", () => new UpdateCommand(environment)),
            ("rollback", () => new RollbackCommand(environment)),
            ("repair", () => new RepairCommand(environment)),
            ("enable", () => new EnableCommand(environment)),
            ("disable", () => new DisableCommand(environment)),
            ("remove", () => new RemoveCommand(environment)),
            ("sync", () => new SyncCommand(environment)),
            ("list", () => new ListCommand(environment)),
            ("config", () => ConfigCommand.Create(environment)),
            ("outdated", () => new OutdatedCommand(environment)),
            ("why", () => new WhyCommand(environment)),
            ("vendor", () => new VendorCommand(environment)),
            ("init", () => new NewCommand(environment)),
            ("validate", () => new ValidateCommand(environment)),
            ("test", () => new TestCommand(environment)),
            ("build", () => new BuildCommand(environment)),
            ("keygen", () => new KeygenCommand(environment)),
            ("sign", () => new SignCommand(environment)),
            ("verify", () => new VerifyCommand(environment)),
            ("audit", () => new AuditCommand(environment)),
            ("publish", () => new PublishCommand(environment)),
            ("registry", Registry)
        );

    private Command Registry() =>
        new("registry", "The registries of this project")
        {
            new Commands.Registries.AddCommand(environment),
            new Commands.Registries.ListCommand(environment),
            new Commands.Registries.RemoveCommand(environment),
        };

    private Command Policy() =>
        new("policy", "What the policies of this machine, you and this project allow")
        {
            new CheckCommand(environment),
            new ExplainCommand(environment),
            new RequestsCommand(environment),
            new ApproveCommand(environment),
            new DenyCommand(environment),
        };

    private Command Telemetry() =>
        new("telemetry", "Usage figures of public plugins: off until you agree")
        {
            new Commands.Telemetry.StatusCommand(environment),
            new Commands.Telemetry.EnableCommand(environment),
            new Commands.Telemetry.DisableCommand(environment),
        };

    /// <summary>Adds the branch that the word at this depth names, or all.</summary>
    private Command Fill(Command parent, int depth, params (string Name, Func<Command> Make)[] branches)
    {
        var word =
            depth == 0 || args.ElementAtOrDefault(depth - 1) == parent.Name ? args.ElementAtOrDefault(depth) : null;
        var named = branches.Where(b => b.Name == word).ToArray();
        foreach (var (_, make) in named.Length > 0 ? named : branches)
        {
            parent.Subcommands.Add(make());
        }

        return parent;
    }
}
