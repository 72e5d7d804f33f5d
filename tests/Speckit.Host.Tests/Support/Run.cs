using System.Text.Json;
using Speckit.Host.Extensions;
using Speckit.Host.Runtime;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Protocol.Messages;

namespace Speckit.Host.Tests.Support;

/// <summary>One invocation of the command line.</summary>
internal sealed class Run : IAsyncDisposable
{
    public Run(TestProject project, RuntimeLimits? limits = null, string? launcher = null)
    {
        var factory = new PluginProcessFactory(
            project.Host,
            new(),
            project.Console,
            limits ?? TestProject.TestLimits,
            launcher
        );
        Pool = new PluginPool(project.Host, factory);
        Invoker = new CommandInvoker(project.Host, Pool);
    }

    public CommandInvoker Invoker { get; }

    public PluginPool Pool { get; }

    public Task<Result<CommandRunResult>> CommandAsync(string name, params string[] arguments) =>
        InvokeAsync(name, arguments, CancellationToken.None);

    public Task<Result<CommandRunResult>> InvokeAsync(
        string name,
        string[] arguments,
        CancellationToken cancellationToken
    )
    {
        Registration<CommandProvision> command = Invoker.Find(name).Value;
        return Invoker.RunAsync(
            command,
            new CommandRunParams(name, arguments, new Dictionary<string, JsonElement>()),
            cancellationToken
        );
    }

    public ValueTask DisposeAsync() => Pool.DisposeAsync();
}
