using System.Collections.Immutable;
using Speckit.Host.Events;
using Speckit.Host.Installed;
using Speckit.Manifests.Model;
using Speckit.Protocol.Messages;

namespace Speckit.Host.Extensions;

/// <summary>What the enabled plugins registered at the extension points.</summary>
public sealed class ExtensionTable
{
    private readonly Dictionary<string, Registration<CommandProvision>> _commands;
    private readonly ImmutableArray<Registration<HookProvision>> _hooks;

    private ExtensionTable(
        Dictionary<string, Registration<CommandProvision>> commands,
        ImmutableArray<Registration<HookProvision>> hooks
    )
    {
        _commands = commands;
        _hooks = hooks;
    }

    /// <summary>The registered commands, by name.</summary>
    public IEnumerable<Registration<CommandProvision>> Commands =>
        _commands.Values.OrderBy(r => r.Provision.Name, StringComparer.Ordinal);

    /// <summary>Registers what the enabled ones of those plugins provide. Plugins come in the order of their names, which is the
    /// order of their handlers.</summary>
    public static ExtensionTable Of(IEnumerable<InstalledPlugin> plugins)
    {
        var commands = new Dictionary<string, Registration<CommandProvision>>(StringComparer.Ordinal);
        var hooks = ImmutableArray.CreateBuilder<Registration<HookProvision>>();
        foreach (var plugin in plugins.Where(p => p.Enabled).OrderBy(p => p.Name))
        {
            foreach (var command in plugin.Commands)
            {
                _ = commands.TryAdd(command.Name, new(ExtensionPoint.CommandRegister, plugin, command));
            }

            hooks.AddRange(
                plugin.Hooks.Select(h => new Registration<HookProvision>(ExtensionPoint.EventHook, plugin, h))
            );
        }

        return new ExtensionTable(commands, hooks.ToImmutable());
    }

    /// <summary>The command of that name, or null.</summary>
    public Registration<CommandProvision>? FindCommand(string name) => _commands.GetValueOrDefault(name);

    /// <summary>The hooks that an event calls, in order.</summary>
    public IEnumerable<Registration<HookProvision>> HooksFor(EventEnvelope envelope) =>
        _hooks.Where(h =>
            EventPattern.Matches(h.Provision.Event, envelope.Type) && EventFilter.Matches(h.Provision.Filter, envelope)
        );
}
