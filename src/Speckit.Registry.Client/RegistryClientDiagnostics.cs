using Speckit.Manifests.Diagnostics;

namespace Speckit.Registry.Client;

/// <summary>The problems of talking to registries (SPK4001 to SPK4049). Codes are never reused.
/// What a registry itself reports keeps the registry's own code.</summary>
public static class RegistryClientDiagnostics
{
    /// <summary>The registry cannot be reached, or answers only with errors of its own.</summary>
    public static DiagnosticDescriptor Unreachable { get; } =
        new("SPK4001", FailureKind.Unreachable, "Registry unreachable");

    /// <summary>The registry's answer cannot be understood.</summary>
    public static DiagnosticDescriptor AnswerInvalid { get; } =
        new("SPK4002", FailureKind.Failed, "Registry answer invalid");

    /// <summary>The registry's answer is larger than anything real.</summary>
    public static DiagnosticDescriptor AnswerTooLarge { get; } =
        new("SPK4003", FailureKind.Refused, "Registry answer too large");

    /// <summary>The registry wants to send the client somewhere it does not go.</summary>
    public static DiagnosticDescriptor RedirectRefused { get; } =
        new("SPK4004", FailureKind.Refused, "Redirect refused");

    /// <summary>No plugin of that name in the registry.</summary>
    public static DiagnosticDescriptor PluginNotFound { get; } = new("SPK4005", FailureKind.Failed, "Plugin not found");

    /// <summary>The registry refused the request and does not say why in a form that can be passed on.</summary>
    public static DiagnosticDescriptor RequestRefused { get; } = new("SPK4006", FailureKind.Failed, "Request refused");

    /// <summary>The URL of a registry may not be used: not https, or not a URL.</summary>
    public static DiagnosticDescriptor UrlRefused { get; } = new("SPK4007", FailureKind.BadInput, "URL refused");

    /// <summary>The index comes from the cache because the registry cannot be reached.</summary>
    public static DiagnosticDescriptor Offline { get; } = new("SPK4008", FailureKind.Unreachable, "Working offline");

    /// <summary>A published version changed in the index.</summary>
    public static DiagnosticDescriptor IndexChanged { get; } =
        new("SPK4010", FailureKind.Refused, "Published version changed");

    /// <summary>A published version disappeared from the index.</summary>
    public static DiagnosticDescriptor IndexShrunk { get; } =
        new("SPK4011", FailureKind.Refused, "Published version disappeared");

    /// <summary>The archive is not the one that the index names.</summary>
    public static DiagnosticDescriptor ArchiveChanged { get; } =
        new("SPK4012", FailureKind.Refused, "Archive is another one");

    /// <summary>The key is not the one that was asked for.</summary>
    public static DiagnosticDescriptor KeyChanged { get; } = new("SPK4013", FailureKind.Refused, "Key is another one");

    /// <summary>The version has no signature.</summary>
    public static DiagnosticDescriptor SignatureNotFound { get; } =
        new("SPK4014", FailureKind.Refused, "Signature not found");

    /// <summary>No key of that identifier in the registry.</summary>
    public static DiagnosticDescriptor KeyNotFound { get; } = new("SPK4015", FailureKind.Refused, "Key not found");

    /// <summary>No registry is configured.</summary>
    public static DiagnosticDescriptor NoRegistry { get; } =
        new("SPK4020", FailureKind.BadInput, "No registry configured");

    /// <summary>registry.yaml has a mistake.</summary>
    public static DiagnosticDescriptor ConfigurationInvalid { get; } =
        new("SPK4021", FailureKind.BadInput, "Registry configuration invalid");

    /// <summary>No registry of that name is configured.</summary>
    public static DiagnosticDescriptor RegistryUnknown { get; } =
        new("SPK4022", FailureKind.BadInput, "Registry unknown");

    /// <summary>A registry of that name, or with that URL, is configured already.</summary>
    public static DiagnosticDescriptor RegistryExists { get; } =
        new("SPK4023", FailureKind.BadInput, "Registry already configured");

    /// <summary>registry.yaml is written in a way that cannot be edited in place.</summary>
    public static DiagnosticDescriptor NotEditable { get; } =
        new("SPK4024", FailureKind.BadInput, "Registry configuration not editable");

    /// <summary>The file with tokens has a mistake.</summary>
    public static DiagnosticDescriptor CredentialsInvalid { get; } =
        new("SPK4030", FailureKind.BadInput, "Credentials invalid");

    /// <summary>The file with tokens can be read by others.</summary>
    public static DiagnosticDescriptor CredentialsExposed { get; } =
        new("SPK4031", FailureKind.Refused, "Credentials readable by others");

    /// <summary>A token is needed and none is known.</summary>
    public static DiagnosticDescriptor TokenMissing { get; } = new("SPK4032", FailureKind.Refused, "Token missing");

    /// <summary>No versions of the plugins go together. The message is a story of several lines.</summary>
    public static DiagnosticDescriptor ResolutionFailed { get; } =
        new("SPK4040", FailureKind.Failed, "No versions go together");

    /// <summary>The search for versions that go together was given up.</summary>
    public static DiagnosticDescriptor ResolutionTooHard { get; } =
        new("SPK4041", FailureKind.Failed, "Resolution given up");

    /// <summary>Offline, and the cache does not say what a registry has.</summary>
    public static DiagnosticDescriptor NotCached { get; } = new("SPK4042", FailureKind.Unreachable, "Not in the cache");

    /// <summary>A plugin is wanted from another registry than the one that its scope is pinned to.</summary>
    public static DiagnosticDescriptor ScopePinned { get; } = new("SPK4043", FailureKind.Refused, "Scope is pinned");

    /// <summary>Something in a folder that is a registry may not be read.</summary>
    public static DiagnosticDescriptor FolderRefused { get; } =
        new("SPK4044", FailureKind.Refused, "Not read from the folder");

    /// <summary>A folder that is a registry has an index and packages, and answers no questions.</summary>
    public static DiagnosticDescriptor FolderHasNoApi { get; } =
        new("SPK4045", FailureKind.Unreachable, "A folder answers no questions");

    /// <summary>A folder that is a registry is not published to.</summary>
    public static DiagnosticDescriptor FolderReadOnly { get; } =
        new("SPK4046", FailureKind.BadInput, "A folder is not published to");
}
