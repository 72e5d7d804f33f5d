using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Speckit.Protocol;
using Speckit.Protocol.Messages;
using Speckit.Sdk.Context;

namespace Speckit.Sdk.Testing;

/// <summary>The services of the test host: capabilities and limits are checked as the real host does.</summary>
internal sealed class TestServices
{
    private readonly TestHost _host;
    private readonly Dictionary<string, TestService> _services = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _calls = new(StringComparer.Ordinal);

    public TestServices(TestHost host)
    {
        _host = host;
        AddFiles();
        AddBacklog();
        AddOutside();
        AddConversation();
    }

    public void Register(JsonRpcPeer peer)
    {
        foreach (var service in _services.Values)
        {
            service.Register(peer);
        }
    }

    /// <summary>The service of a method.</summary>
    /// <exception cref="RpcErrorException">There is none.</exception>
    public TestService<TParams, TResult> Find<TParams, TResult>(string method) =>
        _services.GetValueOrDefault(method) as TestService<TParams, TResult>
        ?? throw new RpcErrorException(RpcErrorCodes.MethodNotFound, $"There is no method '{method}'.");

    private void AddFiles()
    {
        var json = ProtocolJsonContext.Default;
        var files = new TestFileServices(_host);
        const string Read = Capabilities.FilesystemRead;
        const string Write = Capabilities.FilesystemWrite;
        Add(Methods.ProjectGlob, Read, json.GlobParams, json.FileList, files.Glob);
        Add(Methods.ProjectReadFile, Read, json.ReadFileParams, json.FileContent, files.Read);
        Add(Methods.ProjectChangedFiles, Read, json.ChangedFilesParams, json.FileList, files.Changed);
        Add(Methods.ProjectWriteFile, Write, json.WriteFileParams, json.Empty, files.Write);
        Add(Methods.ProjectCreateDirectory, Write, json.CreateDirectoryParams, json.Empty, files.CreateDirectory);
    }

    private void AddBacklog()
    {
        var json = ProtocolJsonContext.Default;
        var backlog = _host.Backlog;
        const string Read = Capabilities.BacklogRead;
        const string Write = Capabilities.BacklogWrite;
        Add(Methods.BacklogList, Read, json.BacklogListParams, json.BacklogTaskList, backlog.List);
        Add(Methods.BacklogGet, Read, json.BacklogGetParams, json.BacklogTask, backlog.Get);
        Add(
            Methods.BacklogCreate,
            Write,
            json.BacklogCreateParams,
            json.BacklogTask,
            task => backlog.Create(task, _host.PluginName)
        );
        Add(
            Methods.BacklogUpdate,
            Write,
            json.BacklogUpdateParams,
            json.BacklogTask,
            change => backlog.Update(change, _host.PluginName)
        );
    }

    private void AddOutside()
    {
        var json = ProtocolJsonContext.Default;
        Add(Methods.ShellRun, Capabilities.Subprocess, json.ShellRunParams, json.ShellRunResult, _host.Shell.Run);
        Add(Methods.HttpSend, Capabilities.Network, json.HttpSendParams, json.HttpSendResult, _host.Http.Send);
        Add(
            Methods.EnvironmentGet,
            Capabilities.Environment,
            json.EnvironmentGetParams,
            json.EnvironmentGetResult,
            variable => new EnvironmentGetResult(
                _host.Environment.TryGetValue(variable.Name, out var value) ? value : null
            )
        );
    }

    private void AddConversation()
    {
        var json = ProtocolJsonContext.Default;
        Add(Methods.EventsEmit, null, json.EmitEventParams, json.EmitEventResult, Emit);
        Add(Methods.EventsSubscribe, null, json.SubscribeParams, json.Empty, Done<SubscribeParams>(_host.Add));
        Add(Methods.ConfigGet, null, json.Empty, json.ConfigGetResult, _ => new ConfigGetResult(_host.ConfigElement));
        Add(Methods.ConsoleWrite, null, json.ConsoleWriteParams, json.Empty, Done<ConsoleWriteParams>(_host.Add));
        Add(Methods.ConsoleFinding, null, json.Finding, json.Empty, Done<Finding>(_host.Add));
        Add(Methods.ProgressReport, null, json.ProgressParams, json.Empty, Done<ProgressParams>(_host.Add));
        Add(Methods.LogWrite, null, json.LogParams, json.Empty, Done<LogParams>(_host.Add));
    }

    private static Func<T, Empty> Done<T>(Action<T> action) =>
        value =>
        {
            action(value);
            return Empty.Instance;
        };

    private void Add<TParams, TResult>(
        string method,
        string? capability,
        JsonTypeInfo<TParams> parameterType,
        JsonTypeInfo<TResult> resultType,
        Func<TParams, TResult> answer
    ) =>
        _services.Add(
            method,
            new TestService<TParams, TResult>(
                method,
                parameterType,
                resultType,
                parameters =>
                {
                    Check(method, capability);
                    return answer(parameters);
                }
            )
        );

    private void Check(string method, string? capability)
    {
        if (capability is not null && !_host.Capabilities.Contains(capability))
        {
            throw CapabilityDeniedException.Answer(_host.PluginName, capability);
        }

        var calls = _calls.AddOrUpdate(method, 1, (_, before) => before + 1);
        if (_host.CallLimits.TryGetValue(method, out var limit) && calls > limit)
        {
            throw new RpcErrorException(
                RpcErrorCodes.LimitReached,
                FormattableString.Invariant($"'{method}' may be called {limit} time(s) in a run."),
                JsonBinding.ToElement(new JsonObject { ["limit"] = method, ["value"] = limit })
            );
        }
    }

    private EmitEventResult Emit(EmitEventParams emitted)
    {
        if (!emitted.Type.StartsWith("plugin.", StringComparison.Ordinal))
        {
            throw new RpcErrorException(
                RpcErrorCodes.InvalidParams,
                $"A plugin emits events under 'plugin.' only, not '{emitted.Type}'."
            );
        }

        return emitted.Payload is { ValueKind: not JsonValueKind.Object }
            ? throw new RpcErrorException(RpcErrorCodes.InvalidParams, "The payload of an event is a JSON object.")
            : new EmitEventResult(_host.Add(emitted));
    }
}
