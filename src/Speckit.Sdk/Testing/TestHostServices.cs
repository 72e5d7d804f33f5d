using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Speckit.Protocol;
using Speckit.Protocol.Messages;

namespace Speckit.Sdk.Testing;

/// <summary>Answers a plugin's requests from memory, capabilities checked as the real host does.</summary>
internal sealed class TestHostServices(PluginTestHost host)
{
    private const string ReadFiles = "filesystem.read";
    private const string WriteFiles = "filesystem.write";

    public void Register(JsonRpcPeer peer)
    {
        var json = ProtocolJsonContext.Default;
        Serve(peer, Methods.ProjectGlob, ReadFiles, json.GlobParams, json.FileList, Glob);
        Serve(peer, Methods.ProjectReadFile, ReadFiles, json.ReadFileParams, json.FileContent, ReadFile);
        Serve(peer, Methods.ProjectChangedFiles, ReadFiles, json.ChangedFilesParams, json.FileList, ChangedFiles);
        Serve(peer, Methods.ProjectWriteFile, WriteFiles, json.WriteFileParams, json.Empty, WriteFile);
        Serve(
            peer,
            Methods.ProjectCreateDirectory,
            WriteFiles,
            json.CreateDirectoryParams,
            json.Empty,
            _ => Empty.Instance
        );
        Serve(
            peer,
            Methods.BacklogList,
            "backlog.read",
            json.BacklogListParams,
            json.BacklogTaskList,
            host.Backlog.List
        );
        Serve(peer, Methods.BacklogGet, "backlog.read", json.BacklogGetParams, json.BacklogTask, host.Backlog.Get);
        Serve(
            peer,
            Methods.BacklogCreate,
            "backlog.write",
            json.BacklogCreateParams,
            json.BacklogTask,
            task => host.Backlog.Create(task, host.PluginName)
        );
        Serve(
            peer,
            Methods.BacklogUpdate,
            "backlog.write",
            json.BacklogUpdateParams,
            json.BacklogTask,
            host.Backlog.Update
        );
        Serve(peer, Methods.EventsEmit, null, json.EmitEventParams, json.EmitEventResult, Emit);
        Serve(peer, Methods.EventsSubscribe, null, json.SubscribeParams, json.Empty, _ => Empty.Instance);
        Serve(
            peer,
            Methods.ConfigGet,
            null,
            json.Empty,
            json.ConfigGetResult,
            _ => new ConfigGetResult(host.ConfigElement)
        );
        Hear(peer, Methods.ConsoleWrite, json.ConsoleWriteParams, host.AddConsoleLine);
        Hear(peer, Methods.ConsoleFinding, json.Finding, host.AddFinding);
        Hear(peer, Methods.ProgressReport, json.ProgressParams, host.AddProgress);
        Hear(peer, Methods.LogWrite, json.LogParams, host.AddLog);
    }

    private void Serve<TParams, TResult>(
        JsonRpcPeer peer,
        string method,
        string? capability,
        JsonTypeInfo<TParams> parameterType,
        JsonTypeInfo<TResult> resultType,
        Func<TParams, TResult> answer
    ) =>
        peer.OnRequest(
            method,
            parameterType,
            resultType,
            (parameters, _) =>
            {
                Check(capability);
                return Task.FromResult(answer(parameters));
            }
        );

    private static void Hear<TParams>(
        JsonRpcPeer peer,
        string method,
        JsonTypeInfo<TParams> parameterType,
        Action<TParams> hear
    ) =>
        peer.OnNotification(
            method,
            parameterType,
            (parameters, _) =>
            {
                hear(parameters);
                return Task.CompletedTask;
            }
        );

    private void Check(string? capability)
    {
        if (capability is null || host.Capabilities.Contains(capability))
        {
            return;
        }

        var denial = new CapabilityDenial(capability, host.PluginName, "add it to requires.capabilities");
        throw new RpcErrorException(
            RpcErrorCodes.CapabilityDenied,
            $"The plugin '{host.PluginName}' may not do this: it lacks the capability '{capability}'.",
            JsonSerializer.SerializeToElement(denial, ProtocolJsonContext.Default.CapabilityDenial)
        );
    }

    private FileList Glob(GlobParams glob) =>
        new([
            .. host.Project.Files.Where(file =>
                glob.Patterns.Any(pattern => GlobPattern.Matches(pattern, file))
                && glob.Exclude?.Any(pattern => GlobPattern.Matches(pattern, file)) != true
            ),
        ]);

    private FileContent ReadFile(ReadFileParams file)
    {
        var bytes =
            host.Project.Find(file.Path)
            ?? throw new RpcErrorException(RpcErrorCodes.NotFound, $"There is no file '{file.Path}'.");
        return System.Text.Unicode.Utf8.IsValid(bytes)
            ? new FileContent(Encoding.UTF8.GetString(bytes))
            : new FileContent(Convert.ToBase64String(bytes), FileContent.Base64);
    }

    private FileList ChangedFiles(ChangedFilesParams parameters) => new([.. host.Project.ChangedFiles]);

    private Empty WriteFile(WriteFileParams file)
    {
        var bytes =
            file.Encoding == FileContent.Base64
                ? Convert.FromBase64String(file.Content)
                : Encoding.UTF8.GetBytes(file.Content);
        host.Project.CreateFile(file.Path, bytes);
        return Empty.Instance;
    }

    private EmitEventResult Emit(EmitEventParams emitted)
    {
        if (!emitted.Type.StartsWith("plugin.", StringComparison.Ordinal))
        {
            throw new RpcErrorException(
                RpcErrorCodes.Refused,
                $"A plugin emits events under 'plugin.' only, not '{emitted.Type}'."
            );
        }

        return new EmitEventResult(host.AddEvent(emitted));
    }
}
