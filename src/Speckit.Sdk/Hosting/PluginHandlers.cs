using Speckit.Sdk.Binding;

namespace Speckit.Sdk.Hosting;

/// <summary>What a plugin handles.</summary>
internal sealed class PluginHandlers
{
    public Dictionary<string, CommandModel> Commands { get; } = new(StringComparer.Ordinal);

    public List<HookRegistration> Hooks { get; } = [];

    public Dictionary<(string From, string To), Func<Migration>> Migrations { get; } = [];

    public List<Func<PluginContext, CancellationToken, Task>> Activate { get; } = [];

    public List<Func<PluginContext, CancellationToken, Task>> Deactivate { get; } = [];

    /// <summary>The ids that <c>initialize</c> answers.</summary>
    public IReadOnlyList<string> Ids =>
        [
            .. Commands.Keys.Select(name => $"command:{name}"),
            .. Hooks.Select(hook => $"hook:{hook.Pattern}").Distinct(StringComparer.Ordinal),
            .. Migrations.Keys.Select(step => $"migration:{step.From}->{step.To}"),
        ];
}

/// <summary>A handler of events.</summary>
/// <param name="Pattern">The events it handles.</param>
/// <param name="Member">The full name of its type: the member of the manifest's entry point.</param>
/// <param name="Create">Makes one.</param>
internal sealed record HookRegistration(string Pattern, string Member, Func<EventHook> Create);
