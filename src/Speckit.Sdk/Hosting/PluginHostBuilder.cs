using System.Diagnostics.CodeAnalysis;
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

    /// <summary>Does something when the plugin is activated, after it was configured.</summary>
    public PluginHostBuilder OnActivate(Func<PluginContext, CancellationToken, Task> action)
    {
        _handlers.Activate.Add(action);
        return this;
    }

    /// <summary>Does something when the plugin is deactivated.</summary>
    public PluginHostBuilder OnDeactivate(Func<PluginContext, CancellationToken, Task> action)
    {
        _handlers.Deactivate.Add(action);
        return this;
    }

    /// <summary>
    /// Serves the host over standard input and output until the input ends. Standard output belongs to the protocol:
    /// what the plugin writes with <see cref="Console"/> goes to standard error, the plugin's log.
    /// Started without a host, it says what it is and gives 2.
    /// </summary>
    /// <param name="args">The command line's arguments; none has a meaning.</param>
    /// <param name="cancellationToken">Ends the service.</param>
    /// <returns>The process's exit code.</returns>
    public Task<int> RunAsync(string[] args, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(args);
        if (args.Length > 0 || !Console.IsInputRedirected)
        {
            return PluginIntroduction.WriteAsync(_handlers, Console.Error);
        }

        var input = Console.OpenStandardInput();
        var output = Console.OpenStandardOutput();
        Console.SetOut(Console.Error);
        Console.SetIn(TextReader.Null);
        return ServeAsync(input, output, Console.Error, cancellationToken);
    }

    /// <summary>Serves a host over two streams; <see cref="RunAsync"/> with the streams named.</summary>
    internal Task<int> ServeAsync(Stream input, Stream output, TextWriter log, CancellationToken cancellationToken) =>
        new PluginSession(_handlers, log).RunAsync(input, output, cancellationToken);
}
