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
    private readonly HostEnvironment _host;

    public Run(TestProject project, RuntimeLimits? limits = null, string? launcher = null)
    {
        _host = project.Host;
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

    public Result<Registration<CommandProvision>> Find(string name) => CommandInvoker.Find(_host, name);

    public Task<Result<CommandRunResult>> CommandAsync(string name, params string[] arguments) =>
        InvokeAsync(name, arguments, CancellationToken.None);

    public Task<Result<CommandRunResult>> InvokeAsync(
        string name,
        string[] arguments,
        CancellationToken cancellationToken
    )
    {
        Registration<CommandProvision> command = Find(name).Value;
        return Invoker.RunAsync(
            command,
            new CommandRunParams(name, arguments, new Dictionary<string, JsonElement>()),
            cancellationToken
        );
    }

    public ValueTask DisposeAsync() => Pool.DisposeAsync();
}
