using System.Diagnostics.CodeAnalysis;
using Speckit.Sdk.Agents;
using Speckit.Sdk.Binding;
using Speckit.Sdk.Hosting;

namespace Speckit.Sdk;

/// <summary>Collects what a plugin handles, then serves the host until it ends the connection.</summary>
public sealed class PluginHostBuilder
{
    private readonly PluginHandlers _handlers = new();

    /// <summary>Adds a command.</summary>
    /// <exception cref="InvalidOperationException">Its attributes make no sense, or its name is taken.</exception>
    public PluginHostBuilder AddCommand<[DynamicallyAccessedMembers(CommandModel.Needed)] T>()
        where T : Command, new()
    {
        var model = CommandModel.Of<T>();
        if (!_handlers.Commands.TryAdd(model.Name, model))
        {
            throw new InvalidOperationException($"Two commands are called '{model.Name}'.");
        }

        return this;
    }

    /// <summary>Adds a handler of events.</summary>
    /// <param name="pattern">An event's name; <c>*</c> is one segment, <c>**</c> at the end the rest.</param>
    public PluginHostBuilder AddHook<T>(string pattern)
        where T : EventHook, new()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(pattern);
        _handlers.Hooks.Add(new HookRegistration(pattern, typeof(T).FullName ?? typeof(T).Name, static () => new T()));
        return this;
    }

    /// <summary>Adds a part in a workflow phase.</summary>
    /// <exception cref="InvalidOperationException">It names no phase, or another one of the same name replaces the phase already.</exception>
    public PluginHostBuilder AddPhase<T>()
        where T : WorkflowPhase, new()
    {
        var phase = new T();
        if (string.IsNullOrWhiteSpace(phase.Phase))
        {
            throw new InvalidOperationException($"{typeof(T)} names no phase.");
        }

        var part = new PhaseRegistration(phase.Phase, phase.Mode, phase.Name, static () => new T());
        if (
            part.Mode == PhaseMode.Replace
            && _handlers.Phases.Exists(other => other.Mode == PhaseMode.Replace && other.Phase == part.Phase)
        )
        {
            throw new InvalidOperationException($"Two parts of the plugin replace the phase '{part.Phase}'.");
        }

        _handlers.Phases.Add(part);
        return this;
    }

    /// <summary>Adds an integration.</summary>
    /// <exception cref="InvalidOperationException">Its name is taken.</exception>
    public PluginHostBuilder AddIntegration<T>()
        where T : Integration, new()
    {
        var added = new T();
        return Add(_handlers.Integrations, added.Name, added);
    }

    /// <summary>Adds a stack.</summary>
    /// <exception cref="InvalidOperationException">Its name is taken.</exception>
    public PluginHostBuilder AddStack<T>()
        where T : StackTemplate, new()
    {
        var added = new T();
        return Add(_handlers.Stacks, added.Name, added);
    }

    /// <summary>Adds an outcome type.</summary>
    /// <exception cref="InvalidOperationException">Its name is taken.</exception>
    public PluginHostBuilder AddOutcomeType<T>()
        where T : OutcomeType, new()
    {
        var added = new T();
        return Add(_handlers.Outcomes, added.Type, added);
    }

    /// <summary>Adds a guardrail.</summary>
    /// <exception cref="InvalidOperationException">Its name is taken.</exception>
    public PluginHostBuilder AddGuardrail<T>()
        where T : Guardrail, new()
    {
        var added = new T();
        return Add(_handlers.Guardrails, added.Name, added);
    }

    /// <summary>Adds values for templates.</summary>
    /// <exception cref="InvalidOperationException">Its name is taken.</exception>
    public PluginHostBuilder AddTemplateContext<T>()
        where T : TemplateContextProvider, new()
    {
        var added = new T();
        return Add(_handlers.ContextProviders, added.Name, added);
    }

    /// <summary>Adds a step that works on filled templates.</summary>
    /// <exception cref="InvalidOperationException">Its name is taken.</exception>
    public PluginHostBuilder AddTemplatePostProcessor<T>()
        where T : TemplatePostProcessor, new()
    {
        var added = new T();
        return Add(_handlers.PostProcessors, added.Name, added);
    }

    /// <summary>Adds a persona, whose file <c>--export-personas DIR</c> writes.</summary>
    /// <exception cref="InvalidOperationException">Its name is taken.</exception>
    public PluginHostBuilder AddPersona<T>()
        where T : AgentPersona, new()
    {
        var persona = new T();
        if (_handlers.Personas.Exists(other => other.Name == persona.Name))
        {
            throw new InvalidOperationException($"Two personas are called '{persona.Name}'.");
        }

        _handlers.Personas.Add(persona);
        return this;
    }

    /// <summary>Adds a squad, whose part of the manifest <c>--export-personas DIR</c> shows.</summary>
    /// <exception cref="InvalidOperationException">Its name is taken.</exception>
    public PluginHostBuilder AddSquad<T>()
        where T : Squad, new()
    {
        var squad = new T();
        if (_handlers.Squads.Exists(other => other.Name == squad.Name))
        {
            throw new InvalidOperationException($"Two squads are called '{squad.Name}'.");
        }

        _handlers.Squads.Add(squad);
        return this;
    }

    /// <summary>Adds a migration.</summary>
    /// <exception cref="InvalidOperationException">There is one between the same versions already.</exception>
    public PluginHostBuilder AddMigration<T>()
        where T : Migration, new()
    {
        var migration = new T();
        if (!_handlers.Migrations.TryAdd((migration.FromVersion, migration.ToVersion), static () => new T()))
        {
            throw new InvalidOperationException(
                $"Two migrations lead from {migration.FromVersion} to {migration.ToVersion}."
            );
        }

        return this;
    }

    /// <summary>Does something when the plugin is initialized, before it has its configuration.</summary>
    public PluginHostBuilder OnInitialize(Func<PluginContext, CancellationToken, Task> action) =>
        Add(_handlers.Lifecycle.Initialize, action);

    /// <summary>Does something when the plugin has its configuration, <see cref="PluginContext.Config"/>. A <see cref="UsageException"/> tells what is wrong with it.</summary>
    public PluginHostBuilder OnConfigure(Func<PluginContext, CancellationToken, Task> action) =>
        Add(_handlers.Lifecycle.Configure, action);

    /// <summary>Does something when the plugin is activated, after it was configured.</summary>
    public PluginHostBuilder OnActivate(Func<PluginContext, CancellationToken, Task> action) =>
        Add(_handlers.Lifecycle.Activate, action);

    /// <summary>Does something when the plugin is deactivated.</summary>
    public PluginHostBuilder OnDeactivate(Func<PluginContext, CancellationToken, Task> action) =>
        Add(_handlers.Lifecycle.Deactivate, action);

    /// <summary>
    /// Serves the host over standard input and output until the input ends. Standard output belongs to the protocol:
    /// what the plugin writes with <see cref="Console"/> goes to standard error, the plugin's log.
    /// Started without a host, it says what it is and gives 2.
    /// </summary>
    /// <param name="args">The command line's arguments: none, or <c>--export-personas DIR</c>.</param>
    /// <param name="cancellationToken">Ends the service.</param>
    /// <returns>The process's exit code.</returns>
    public Task<int> RunAsync(string[] args, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(args);
        if (args is [PersonaExport.Argument, var directory])
        {
            return ExportPersonasAsync(directory, Console.Out, Console.Error, cancellationToken);
        }

        if (args.Length > 0 || !Console.IsInputRedirected)
        {
            return PluginIntroduction.WriteAsync(_handlers, Console.Error);
        }

        var (input, output) = ProtocolStreams.Take();
        StrayFailures.Report(Console.Error);
        return ServeAsync(input, output, Console.Error, cancellationToken);
    }

    /// <summary>Serves a host over two streams; <see cref="RunAsync"/> with the streams named.</summary>
    internal Task<int> ServeAsync(Stream input, Stream output, TextWriter log, CancellationToken cancellationToken) =>
        new PluginSession(_handlers, log).RunAsync(input, output, cancellationToken);

    internal async Task<int> ExportPersonasAsync(
        string directory,
        TextWriter output,
        TextWriter errors,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await PersonaExport.WriteAsync(_handlers.Personas, _handlers.Squads, directory, output, cancellationToken);
            return 0;
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            await errors.WriteLineAsync($"error: {e.Message}");
            return 1;
        }
    }

    private PluginHostBuilder Add<T>(HandlerTable<T> table, string name, T component)
        where T : PluginComponent
    {
        table.Add(name, component);
        _handlers.Lifecycle.Add(component);
        return this;
    }

    private PluginHostBuilder Add(
        List<Func<PluginContext, CancellationToken, Task>> actions,
        Func<PluginContext, CancellationToken, Task> action
    )
    {
        ArgumentNullException.ThrowIfNull(action);
        actions.Add(action);
        return this;
    }
}
