namespace Speckit.Protocol.Messages;

/// <summary>The names of the protocol's methods.</summary>
public static class Methods
{
    /// <summary>Host to plugin: <c>initialize</c>.</summary>
    public const string Initialize = "initialize";

    /// <summary>Host to plugin: <c>configure</c>.</summary>
    public const string Configure = "configure";

    /// <summary>Host to plugin: <c>activate</c>.</summary>
    public const string Activate = "activate";

    /// <summary>Host to plugin: <c>deactivate</c>.</summary>
    public const string Deactivate = "deactivate";

    /// <summary>Host to plugin: <c>shutdown</c>.</summary>
    public const string Shutdown = "shutdown";

    /// <summary>Host to plugin: <c>command/run</c>.</summary>
    public const string CommandRun = "command/run";

    /// <summary>Host to plugin: <c>hook/invoke</c>.</summary>
    public const string HookInvoke = "hook/invoke";

    /// <summary>Host to plugin: <c>phase/before</c>.</summary>
    public const string PhaseBefore = "phase/before";

    /// <summary>Host to plugin: <c>phase/after</c>.</summary>
    public const string PhaseAfter = "phase/after";

    /// <summary>Host to plugin: <c>phase/replace</c>.</summary>
    public const string PhaseReplace = "phase/replace";

    /// <summary>Host to plugin: <c>integration/sync</c>.</summary>
    public const string IntegrationSync = "integration/sync";

    /// <summary>Host to plugin: <c>stack/isCompatible</c>.</summary>
    public const string StackIsCompatible = "stack/isCompatible";

    /// <summary>Host to plugin: <c>stack/configuration</c>.</summary>
    public const string StackConfiguration = "stack/configuration";

    /// <summary>Host to plugin: <c>stack/scaffold</c>.</summary>
    public const string StackScaffold = "stack/scaffold";

    /// <summary>Host to plugin: <c>outcome/validate</c>.</summary>
    public const string OutcomeValidate = "outcome/validate";

    /// <summary>Host to plugin: <c>outcome/defaultStack</c>.</summary>
    public const string OutcomeDefaultStack = "outcome/defaultStack";

    /// <summary>Host to plugin: <c>outcome/acceptance</c>.</summary>
    public const string OutcomeAcceptance = "outcome/acceptance";

    /// <summary>Host to plugin: <c>guardrail/check</c>.</summary>
    public const string GuardrailCheck = "guardrail/check";

    /// <summary>Host to plugin: <c>template/context</c>.</summary>
    public const string TemplateContext = "template/context";

    /// <summary>Host to plugin: <c>template/postProcess</c>.</summary>
    public const string TemplatePostProcess = "template/postProcess";

    /// <summary>Host to plugin: <c>migrate/config</c>.</summary>
    public const string MigrateConfig = "migrate/config";

    /// <summary>Host to plugin: <c>migrate/data</c>.</summary>
    public const string MigrateData = "migrate/data";

    /// <summary>Plugin to host: <c>project/glob</c>.</summary>
    public const string ProjectGlob = "project/glob";

    /// <summary>Plugin to host: <c>project/readFile</c>.</summary>
    public const string ProjectReadFile = "project/readFile";

    /// <summary>Plugin to host: <c>project/changedFiles</c>.</summary>
    public const string ProjectChangedFiles = "project/changedFiles";

    /// <summary>Plugin to host: <c>project/writeFile</c>.</summary>
    public const string ProjectWriteFile = "project/writeFile";

    /// <summary>Plugin to host: <c>project/createDirectory</c>.</summary>
    public const string ProjectCreateDirectory = "project/createDirectory";

    /// <summary>Plugin to host: <c>backlog/list</c>.</summary>
    public const string BacklogList = "backlog/list";

    /// <summary>Plugin to host: <c>backlog/get</c>.</summary>
    public const string BacklogGet = "backlog/get";

    /// <summary>Plugin to host: <c>backlog/create</c>.</summary>
    public const string BacklogCreate = "backlog/create";

    /// <summary>Plugin to host: <c>backlog/update</c>.</summary>
    public const string BacklogUpdate = "backlog/update";

    /// <summary>Plugin to host: <c>shell/run</c>.</summary>
    public const string ShellRun = "shell/run";

    /// <summary>Plugin to host: <c>http/send</c>.</summary>
    public const string HttpSend = "http/send";

    /// <summary>Plugin to host: <c>environment/get</c>.</summary>
    public const string EnvironmentGet = "environment/get";

    /// <summary>Plugin to host: <c>events/emit</c>.</summary>
    public const string EventsEmit = "events/emit";

    /// <summary>Plugin to host: <c>events/subscribe</c>.</summary>
    public const string EventsSubscribe = "events/subscribe";

    /// <summary>Plugin to host: <c>console/write</c>.</summary>
    public const string ConsoleWrite = "console/write";

    /// <summary>Plugin to host: <c>console/finding</c>.</summary>
    public const string ConsoleFinding = "console/finding";

    /// <summary>Plugin to host: <c>progress/report</c>.</summary>
    public const string ProgressReport = "progress/report";

    /// <summary>Plugin to host: <c>config/get</c>.</summary>
    public const string ConfigGet = "config/get";

    /// <summary>Plugin to host: <c>log/write</c>.</summary>
    public const string LogWrite = "log/write";

    /// <summary>Both ways: <c>$/cancel</c>.</summary>
    public const string Cancel = "$/cancel";
}
