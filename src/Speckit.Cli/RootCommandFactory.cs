using System.CommandLine;
using System.CommandLine.Help;
using Speckit.Cli.Commands;
using Speckit.Cli.Commands.Plugins;
using Speckit.Cli.Commands.Trust;

namespace Speckit.Cli;

/// <summary>The tree of commands.</summary>
internal static class RootCommandFactory
{
    internal static RootCommand Create(CliEnvironment environment)
    {
        var root = new RootCommand(
            "Plugins for spec-driven development: find them, see what they may do, run them safely."
        )
        {
            new InitCommand(environment),
            new RunCommand(environment),
            new DoctorCommand(environment),
            new TrustCommand(environment),
            Plugin(environment),
            new Command("policy", "What the policies of this machine, you and this project allow")
            {
                new Commands.Policies.CheckCommand(environment),
                new Commands.Policies.ExplainCommand(environment),
                new Commands.Policies.RequestsCommand(environment),
                new Commands.Policies.ApproveCommand(environment),
                new Commands.Policies.DenyCommand(environment),
            },
        };
        root.Options.Add(GlobalOptions.Json);
        root.Options.Add(GlobalOptions.Yes);
        root.Options.Add(GlobalOptions.ProjectRoot);
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new ExamplesHelpAction((HelpAction)help.Action!, environment.ProgramName);
        return root;
    }

    private static Command Plugin(CliEnvironment environment) =>
        new("plugin", "Find, install and make plugins")
        {
            new SearchCommand(environment),
            new InfoCommand(environment),
            new InstallCommand(environment),
            new UpdateCommand(environment),
            new RollbackCommand(environment),
            new RepairCommand(environment),
            new EnableCommand(environment),
            new DisableCommand(environment),
            new RemoveCommand(environment),
            new SyncCommand(environment),
            new ListCommand(environment),
            Commands.Plugins.Configuration.ConfigCommand.Create(environment),
            new OutdatedCommand(environment),
            new WhyCommand(environment),
            new VendorCommand(environment),
            new NewCommand(environment),
            new ValidateCommand(environment),
            new BuildCommand(environment),
            new KeygenCommand(environment),
            new SignCommand(environment),
            new VerifyCommand(environment),
            new AuditCommand(environment),
            new PublishCommand(environment),
            new Command("registry", "The registries of this project")
            {
                new Commands.Registries.AddCommand(environment),
                new Commands.Registries.ListCommand(environment),
                new Commands.Registries.RemoveCommand(environment),
            },
        };
}
