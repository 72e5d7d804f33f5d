using System.Collections.Immutable;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Host;

/// <summary>What can go wrong in the host: SPK50xx projects and lifecycle, SPK60xx running plugins.</summary>
public static class HostDiagnostics
{
    /// <summary>No project here.</summary>
    public static DiagnosticDescriptor NoProject { get; } = new("SPK5001", FailureKind.BadInput, "No Speckit project");

    /// <summary>The lock file cannot be read.</summary>
    public static DiagnosticDescriptor LockFileInvalid { get; } =
        new("SPK5002", FailureKind.BadInput, "Invalid lock file");

    /// <summary>Another process is changing the project.</summary>
    public static DiagnosticDescriptor ProjectBusy { get; } =
        new("SPK5003", FailureKind.Failed, "The project is being changed");

    /// <summary>A plugin of that name is not installed.</summary>
    public static DiagnosticDescriptor NotInstalled { get; } =
        new("SPK5004", FailureKind.BadInput, "Plugin not installed");

    /// <summary>The thing to install cannot be recognised.</summary>
    public static DiagnosticDescriptor SourceInvalid { get; } =
        new("SPK5005", FailureKind.BadInput, "Not an installable source");

    /// <summary>The plugin does not run on this core, runtime or platform.</summary>
    public static DiagnosticDescriptor Incompatible { get; } =
        new("SPK5007", FailureKind.Failed, "Incompatible plugin");

    /// <summary>Other plugins need it.</summary>
    public static DiagnosticDescriptor DependentsExist { get; } =
        new("SPK5009", FailureKind.Refused, "Other plugins depend on it");

    /// <summary>The user did not consent.</summary>
    public static DiagnosticDescriptor ConsentRefused { get; } = new("SPK5010", FailureKind.Refused, "Not consented");

    /// <summary>Consent is needed and nobody can be asked.</summary>
    public static DiagnosticDescriptor ConsentNeeded { get; } = new("SPK5011", FailureKind.Refused, "Consent needed");

    /// <summary>The installed files are not those that were locked.</summary>
    public static DiagnosticDescriptor TreeChanged { get; } =
        new("SPK5012", FailureKind.Refused, "Installed files were changed");

    /// <summary>The grants in the lock file were not consented to on this machine.</summary>
    public static DiagnosticDescriptor NotTrusted { get; } =
        new("SPK5013", FailureKind.Refused, "Not consented to on this machine");

    /// <summary>Two enabled plugins provide the same thing.</summary>
    public static DiagnosticDescriptor ExtensionConflict { get; } =
        new("SPK5014", FailureKind.Failed, "Provided twice");

    /// <summary>The registry gave another archive than its index or its signature says.</summary>
    public static DiagnosticDescriptor PackageMismatch { get; } =
        new("SPK5015", FailureKind.Refused, "Not the package that was promised");

    /// <summary>The configuration cannot be read.</summary>
    public static DiagnosticDescriptor ConfigurationInvalid { get; } =
        new("SPK5016", FailureKind.BadInput, "Invalid configuration");

    /// <summary>The index of the installed plugins could not be built.</summary>
    public static DiagnosticDescriptor InstalledManifestInvalid { get; } =
        new("SPK5017", FailureKind.Failed, "Installed manifest unreadable");

    /// <summary>A file operation failed.</summary>
    public static DiagnosticDescriptor FileSystem { get; } = new("SPK5018", FailureKind.Failed, "File system error");

    /// <summary>A file that a plugin would own belongs to somebody else.</summary>
    public static DiagnosticDescriptor ForeignFileKept { get; } =
        new("SPK5019", FailureKind.Failed, "A file of yours was kept");

    /// <summary>The publisher's key is not the one seen before.</summary>
    public static DiagnosticDescriptor PublisherKeyChanged { get; } =
        new("SPK5020", FailureKind.Refused, "The publisher's key changed");

    /// <summary>The publisher's key was revoked.</summary>
    public static DiagnosticDescriptor KeyRevoked { get; } =
        new("SPK5021", FailureKind.Refused, "The publisher's key was revoked");

    /// <summary>What was learnt of publishers cannot be read.</summary>
    public static DiagnosticDescriptor PinsInvalid { get; } =
        new("SPK5022", FailureKind.Refused, "Known publishers unreadable");

    /// <summary>Whether a key was revoked could not be asked.</summary>
    public static DiagnosticDescriptor RevocationUnknown { get; } =
        new("SPK5023", FailureKind.Failed, "Revocation not checked");

    /// <summary>There is nothing to go back to.</summary>
    public static DiagnosticDescriptor NoBackup { get; } =
        new("SPK5024", FailureKind.BadInput, "No earlier version kept");

    /// <summary>What is locked cannot be had.</summary>
    public static DiagnosticDescriptor LockedUnavailable { get; } =
        new("SPK5025", FailureKind.Failed, "Locked plugin not available");

    /// <summary>The installed plugins changed while the operation prepared its own change.</summary>
    public static DiagnosticDescriptor ProjectChanged { get; } =
        new("SPK5026", FailureKind.Failed, "The project changed meanwhile");

    /// <summary>A migration failed.</summary>
    public static DiagnosticDescriptor MigrationFailed { get; } =
        new("SPK5027", FailureKind.Failed, "Migration failed");

    /// <summary>An update may break what worked before.</summary>
    public static DiagnosticDescriptor MajorUpdate { get; } = new("SPK5028", FailureKind.Failed, "Major update");

    /// <summary>An advisory cannot be read.</summary>
    public static DiagnosticDescriptor AdvisoryInvalid { get; } =
        new("SPK5035", FailureKind.BadInput, "Advisory unreadable");

    /// <summary>A line of the audit log does not follow from the one before it.</summary>
    public static DiagnosticDescriptor AuditChainBroken { get; } =
        new("SPK5036", FailureKind.Failed, "Audit log changed");

    /// <summary>Lines at the end of the audit log are gone.</summary>
    public static DiagnosticDescriptor AuditLinesLost { get; } =
        new("SPK5037", FailureKind.Failed, "Audit log lost lines");

    /// <summary>The registry withdrew the installed version.</summary>
    public static DiagnosticDescriptor Yanked { get; } = new("SPK5038", FailureKind.Failed, "Version withdrawn");

    /// <summary>An advisory is about the installed version.</summary>
    public static DiagnosticDescriptor Vulnerable { get; } = new("SPK5039", FailureKind.Failed, "Known vulnerability");

    /// <summary>A value of the configuration does not fit the plugin's schema.</summary>
    public static DiagnosticDescriptor ConfigurationMismatch { get; } =
        new("SPK5040", FailureKind.BadInput, "Configuration does not fit its schema");

    /// <summary>The schema of a plugin's configuration cannot be used.</summary>
    public static DiagnosticDescriptor ConfigurationSchemaInvalid { get; } =
        new("SPK5041", FailureKind.BadInput, "Invalid configuration schema");

    /// <summary>A plugin's own defaults do not fit its schema.</summary>
    public static DiagnosticDescriptor ConfigurationDefaultsMismatch { get; } =
        new("SPK5042", FailureKind.BadInput, "Defaults do not fit the schema");

    /// <summary>The configuration refers to an environment variable or secret that is not there.</summary>
    public static DiagnosticDescriptor ReferenceUnresolved { get; } =
        new("SPK5043", FailureKind.BadInput, "Environment variable or secret missing");

    /// <summary>Other users may read the file of secrets.</summary>
    public static DiagnosticDescriptor SecretsExposed { get; } = new("SPK5044", FailureKind.Refused, "Secrets exposed");

    /// <summary>The file of secrets cannot be read.</summary>
    public static DiagnosticDescriptor SecretsInvalid { get; } =
        new("SPK5045", FailureKind.BadInput, "Invalid secrets file");

    /// <summary>A key of a configuration that is written wrongly, or that is not there.</summary>
    public static DiagnosticDescriptor ConfigurationKeyInvalid { get; } =
        new("SPK5046", FailureKind.BadInput, "Bad configuration key");

    /// <summary>A configuration that is written in a form that is not edited.</summary>
    public static DiagnosticDescriptor ConfigurationNotEditable { get; } =
        new("SPK5047", FailureKind.BadInput, "Configuration not editable");

    /// <summary>What is used goes away in the plugin's next major version.</summary>
    public static DiagnosticDescriptor Deprecated { get; } = new("SPK5029", FailureKind.Failed, "Deprecated");

    /// <summary>A link cannot be vendored.</summary>
    public static DiagnosticDescriptor VendorLinked { get; } =
        new("SPK5050", FailureKind.BadInput, "A link cannot be vendored");

    /// <summary>The folder to vendor into holds what is not vendored.</summary>
    public static DiagnosticDescriptor VendorTargetRefused { get; } =
        new("SPK5051", FailureKind.BadInput, "Not a folder to vendor into");

    /// <summary>The signature or the key of a locked plugin is not on this machine.</summary>
    public static DiagnosticDescriptor VendorSignatureMissing { get; } =
        new("SPK5052", FailureKind.Failed, "Signature not available");

    /// <summary>A vendored folder does not hold what is locked.</summary>
    public static DiagnosticDescriptor VendorStale { get; } =
        new("SPK5053", FailureKind.Failed, "Vendored folder out of date");

    /// <summary>A policy demands a sandbox that cannot be set up.</summary>
    public static DiagnosticDescriptor TierUnavailable { get; } =
        new("SPK5030", FailureKind.Refused, "Sandbox tier not available");

    /// <summary>No enabled plugin has that command.</summary>
    public static DiagnosticDescriptor UnknownCommand { get; } =
        new("SPK6001", FailureKind.BadInput, "Unknown command");

    /// <summary>The plugin's command was called with wrong arguments.</summary>
    public static DiagnosticDescriptor CommandUsage { get; } = new("SPK6002", FailureKind.BadInput, "Wrong arguments");

    /// <summary>The plugin process could not be started.</summary>
    public static DiagnosticDescriptor StartFailed { get; } =
        new("SPK6003", FailureKind.Failed, "Plugin did not start");

    /// <summary>The plugin speaks another protocol version.</summary>
    public static DiagnosticDescriptor ProtocolMismatch { get; } =
        new("SPK6004", FailureKind.Failed, "Protocol versions differ");

    /// <summary>The plugin does not have a handler that its manifest names.</summary>
    public static DiagnosticDescriptor HandlerMissing { get; } = new("SPK6005", FailureKind.Failed, "Handler missing");

    /// <summary>The plugin did not answer in time.</summary>
    public static DiagnosticDescriptor TimedOut { get; } = new("SPK6006", FailureKind.Failed, "Plugin timed out");

    /// <summary>The plugin ended or broke the protocol.</summary>
    public static DiagnosticDescriptor PluginFailed { get; } = new("SPK6007", FailureKind.Failed, "Plugin failed");

    /// <summary>The plugin was refused a capability.</summary>
    public static DiagnosticDescriptor CapabilityDenied { get; } =
        new("SPK6008", FailureKind.Refused, "Capability denied");

    /// <summary>The plugin's language runtime is not supported or not installed.</summary>
    public static DiagnosticDescriptor RuntimeUnavailable { get; } =
        new("SPK6009", FailureKind.Failed, "Runtime not available");

    /// <summary>A resident host could not be started, or ended while it worked.</summary>
    public static DiagnosticDescriptor ResidentFailed { get; } =
        new("SPK6040", FailureKind.Failed, "Resident host failed");

    /// <summary>A resident host of the project runs already.</summary>
    public static DiagnosticDescriptor ResidentRunning { get; } =
        new("SPK6041", FailureKind.Failed, "Resident host runs already");

    /// <summary>A hook failed; the core went on.</summary>
    public static DiagnosticDescriptor HookFailed { get; } = new("SPK6010", FailureKind.Failed, "Hook failed");

    /// <summary>A connection that the plugin's rules do not allow.</summary>
    public static DiagnosticDescriptor HostRefused { get; } =
        new("SPK6020", FailureKind.Refused, "Connection refused by rule");

    /// <summary>A host that may be reached and does not answer.</summary>
    public static DiagnosticDescriptor HostUnreachable { get; } =
        new("SPK6021", FailureKind.Failed, "Host not reachable");

    /// <summary>The sandbox that a plugin is to run in could not be set up.</summary>
    public static DiagnosticDescriptor SandboxFailed { get; } =
        new("SPK6022", FailureKind.Refused, "Sandbox not set up");

    /// <summary>A plugin used more than it may.</summary>
    public static DiagnosticDescriptor LimitExceeded { get; } = new("SPK6023", FailureKind.Failed, "Limit exceeded");

    /// <summary>A plugin runs in a lower tier than this machine reaches, because it was asked for.</summary>
    public static DiagnosticDescriptor SandboxLowered { get; } = new("SPK6024", FailureKind.Failed, "Sandbox lowered");

    /// <summary>Every descriptor, for the reference.</summary>
    public static ImmutableArray<DiagnosticDescriptor> All { get; } =
    [
        NoProject,
        LockFileInvalid,
        ProjectBusy,
        NotInstalled,
        SourceInvalid,
        Incompatible,
        DependentsExist,
        ConsentRefused,
        ConsentNeeded,
        TreeChanged,
        NotTrusted,
        ExtensionConflict,
        PackageMismatch,
        ConfigurationInvalid,
        InstalledManifestInvalid,
        FileSystem,
        ForeignFileKept,
        PublisherKeyChanged,
        KeyRevoked,
        PinsInvalid,
        RevocationUnknown,
        NoBackup,
        LockedUnavailable,
        ProjectChanged,
        MigrationFailed,
        MajorUpdate,
        Deprecated,
        TierUnavailable,
        AdvisoryInvalid,
        AuditChainBroken,
        AuditLinesLost,
        Yanked,
        Vulnerable,
        ConfigurationMismatch,
        ConfigurationSchemaInvalid,
        ConfigurationDefaultsMismatch,
        ReferenceUnresolved,
        SecretsExposed,
        SecretsInvalid,
        ConfigurationKeyInvalid,
        ConfigurationNotEditable,
        VendorLinked,
        VendorTargetRefused,
        VendorSignatureMissing,
        VendorStale,
        UnknownCommand,
        CommandUsage,
        StartFailed,
        ProtocolMismatch,
        HandlerMissing,
        TimedOut,
        PluginFailed,
        CapabilityDenied,
        RuntimeUnavailable,
        HookFailed,
        HostRefused,
        HostUnreachable,
        SandboxFailed,
        LimitExceeded,
        SandboxLowered,
        ResidentFailed,
        ResidentRunning,
    ];
}
