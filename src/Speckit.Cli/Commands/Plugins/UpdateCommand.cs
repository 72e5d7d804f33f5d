using System.CommandLine;
using System.Text.Json.Nodes;
using Speckit.Cli.Installing;
using Speckit.Cli.Registries;
using Speckit.Host.Lifecycle;

namespace Speckit.Cli.Commands.Plugins;

/// <summary><c>specify plugin update</c>: shows what changed, migrates, and replaces.</summary>
internal sealed class UpdateCommand : SpeckitCommand
{
    private readonly Argument<string[]> _names = new("plugin")
    {
        Description = "The plugins to update (default: all)",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<bool> _all = new("--all")
    {
        Description = "Update every plugin (the default without names)",
    };

    private readonly Option<bool> _dryRun = new("--dry-run")
    {
        Description = "Show what would be done, and do nothing",
    };

    private readonly Option<string?> _registry = RegistryOption.Create();
    private readonly Option<bool> _offline = RegistryOption.CreateOffline();

    internal UpdateCommand(CliEnvironment environment)
        : base(
            environment,
            "update",
            "Update plugins to the newest versions that fit together; 'rollback' brings the old ones back",
            "plugin update security-scanner",
            "plugin update --all",
            "plugin update --dry-run --json"
        )
    {
        Arguments.Add(_names);
        Options.Add(_all);
        Options.Add(_dryRun);
        Options.Add(_registry);
        Options.Add(_offline);
        Validators.Add(result =>
        {
            if (result.GetValue(_all) && result.GetValue(_names) is { Length: > 0 })
            {
                result.AddError("--all updates every plugin: leave the names out.");
            }
        });
    }

    protected override async Task<CommandOutcome> ExecuteAsync(
        CommandContext context,
        CancellationToken cancellationToken
    )
    {
        var names = PluginNameArgument.ReadAll(context.Parsed.GetValue(_names)!);
        var opened = LifecycleKit.Open(
            context,
            new LifecycleSettings
            {
                Registry = context.Parsed.GetValue(_registry),
                Offline = context.Parsed.GetValue(_offline),
            }
        );
        if (!names.Succeeded || !opened.TryGet(out var kit))
        {
            return names.Succeeded ? CommandOutcome.Fail(opened) : CommandOutcome.Fail(names);
        }

        using (kit)
        {
            await using var hooks = context.Hooks(kit.Host);
            var dryRun = context.Parsed.GetValue(_dryRun);
            var updated = await kit.Updater.UpdateAsync(names.Value, dryRun, cancellationToken);
            if (!updated.TryGet(out var outcome))
            {
                return CommandOutcome.Fail(updated);
            }

            Report(context, kit, outcome, dryRun);
            await hooks.DeliverAsync(cancellationToken);
            return CommandOutcome.Done(ToJson(outcome), kit.Reporter.Warnings);
        }
    }

    private static void Report(CommandContext context, LifecycleKit kit, UpdateOutcome outcome, bool dryRun)
    {
        if (outcome.Changes.IsEmpty)
        {
            context.Terminal.Line();
            context.Terminal.Line(
                outcome.HeldBack.IsEmpty
                    ? "Everything is up to date."
                    : "Nothing can be updated without breaking something else."
            );
            return;
        }

        foreach (var change in outcome.Changes)
        {
            kit.Reporter.Done(
                dryRun ? $"Would update {change.Name} {From(change)}→ {change.To}"
                : change.From is null ? $"Installed {change.Name} {change.To}"
                : $"Updated {change.Name} to {change.To} (was {change.From})"
            );
        }

        context.Terminal.Line();
        context.Terminal.Line(dryRun ? "Nothing was changed." : "Plugins will reload on the next command.");
        if (!dryRun && outcome.Changes.FirstOrDefault(c => !c.Migrations.IsEmpty) is { } migrated)
        {
            context.Terminal.Line(
                $"Review the migrated configuration: {context.Environment.ProgramName} plugin config {migrated.Name}"
            );
        }
    }

    private static string From(UpdatedPlugin change) => change.From is null ? "" : $"{change.From} ";

    private static JsonObject ToJson(UpdateOutcome outcome) =>
        new()
        {
            ["applied"] = outcome.Applied,
            ["changes"] = new JsonArray([.. outcome.Changes.Select(ToJson)]),
            ["heldBack"] = new JsonArray([
                .. outcome.HeldBack.Select(h =>
                    (JsonNode)
                        new JsonObject
                        {
                            ["name"] = h.Name.ToString(),
                            ["chosen"] = h.Chosen.ToString(),
                            ["newest"] = h.Newest.ToString(),
                            ["story"] = JsonLists.Of(h.Story),
                        }
                ),
            ]),
        };

    private static JsonNode ToJson(UpdatedPlugin change) =>
        new JsonObject
        {
            ["name"] = change.Name.ToString(),
            ["from"] = change.From?.ToString(),
            ["to"] = change.To.ToString(),
            ["major"] = change.IsMajor,
            ["addedCapabilities"] = JsonLists.Of(change.AddedCapabilities),
            ["migrations"] = JsonLists.Of(change.Migrations),
            ["changelog"] = new JsonArray([
                .. change.Changelog.Select(s =>
                    (JsonNode)
                        new JsonObject
                        {
                            ["version"] = s.Version.ToString(),
                            ["entries"] = JsonLists.Of(s.Entries.Select(e => e.ToString())),
                        }
                ),
            ]),
        };
}
