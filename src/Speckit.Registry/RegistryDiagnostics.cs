using Speckit.Manifests.Diagnostics;

namespace Speckit.Registry;

/// <summary>The problems a registry server tells its operators and callers (SPK4050 to SPK4099). Codes are never reused.</summary>
internal static class RegistryDiagnostics
{
    /// <summary>A parameter, header or body of a request is not what the API takes.</summary>
    public static DiagnosticDescriptor RequestInvalid { get; } =
        new("SPK4050", FailureKind.BadInput, "Request invalid");

    /// <summary>There is nothing at that URL.</summary>
    public static DiagnosticDescriptor NotFound { get; } = new("SPK4051", FailureKind.Failed, "Not found");

    /// <summary>The URL is there, the method is not.</summary>
    public static DiagnosticDescriptor MethodNotAllowed { get; } =
        new("SPK4052", FailureKind.BadInput, "Method not allowed");

    /// <summary>The body is larger than the registry takes.</summary>
    public static DiagnosticDescriptor TooLarge { get; } = new("SPK4053", FailureKind.BadInput, "Request too large");

    /// <summary>The body has another media type than the API takes.</summary>
    public static DiagnosticDescriptor UnsupportedMediaType { get; } =
        new("SPK4054", FailureKind.BadInput, "Unsupported media type");

    /// <summary>The caller sent too many requests.</summary>
    public static DiagnosticDescriptor TooManyRequests { get; } =
        new("SPK4055", FailureKind.Failed, "Too many requests");

    /// <summary>The request took too long.</summary>
    public static DiagnosticDescriptor TimedOut { get; } = new("SPK4056", FailureKind.Failed, "Request timed out");

    /// <summary>No plugin of that name or version.</summary>
    public static DiagnosticDescriptor PluginNotFound { get; } = new("SPK4057", FailureKind.Failed, "Plugin not found");

    /// <summary>No key of that identifier.</summary>
    public static DiagnosticDescriptor KeyNotFound { get; } = new("SPK4058", FailureKind.Failed, "Key not found");

    /// <summary>A request without a token where one is needed.</summary>
    public static DiagnosticDescriptor TokenMissing { get; } = new("SPK4060", FailureKind.Refused, "Token missing");

    /// <summary>A token that is unknown, expired or revoked.</summary>
    public static DiagnosticDescriptor TokenInvalid { get; } = new("SPK4061", FailureKind.Refused, "Token invalid");

    /// <summary>A token without the scope that the operation needs.</summary>
    public static DiagnosticDescriptor ScopeMissing { get; } =
        new("SPK4062", FailureKind.Refused, "Token lacks a scope");

    /// <summary>The plugin, or its scope, belongs to another publisher.</summary>
    public static DiagnosticDescriptor NotTheOwner { get; } = new("SPK4063", FailureKind.Refused, "Not the owner");

    /// <summary>The version is there with other bytes; a published version never changes.</summary>
    public static DiagnosticDescriptor VersionExists { get; } =
        new("SPK4064", FailureKind.Refused, "Version already published");

    /// <summary>The name can be confused with that of another plugin.</summary>
    public static DiagnosticDescriptor NameConfusable { get; } =
        new("SPK4065", FailureKind.Refused, "Name too similar to another");

    /// <summary>A part of the upload is missing, unknown or there twice.</summary>
    public static DiagnosticDescriptor UploadInvalid { get; } = new("SPK4066", FailureKind.BadInput, "Upload invalid");

    /// <summary>The package has no signature and the registry demands one.</summary>
    public static DiagnosticDescriptor SignatureMissing { get; } =
        new("SPK4067", FailureKind.Refused, "Package not signed");

    /// <summary>The signature was not made with a key of the publisher.</summary>
    public static DiagnosticDescriptor KeyNotRegistered { get; } =
        new("SPK4068", FailureKind.Refused, "Signing key not registered");

    /// <summary>The key was revoked, or belongs to another publisher.</summary>
    public static DiagnosticDescriptor KeyUnusable { get; } = new("SPK4069", FailureKind.Refused, "Key not usable");

    /// <summary>The package has no README.md (JP design §12.2).</summary>
    public static DiagnosticDescriptor ReadmeMissing { get; } =
        new("SPK4070", FailureKind.BadInput, "README.md missing");

    /// <summary>The manifest declares no licence (JP design §12.2).</summary>
    public static DiagnosticDescriptor LicenseMissing { get; } =
        new("SPK4071", FailureKind.BadInput, "License missing");

    /// <summary>The licence is not one that the registry knows to be approved by the OSI (JP design §12.2).</summary>
    public static DiagnosticDescriptor LicenseUnknown { get; } =
        new("SPK4072", FailureKind.BadInput, "License not known to be OSI-approved");

    /// <summary>The package has no manifest, or its manifest has no real version.</summary>
    public static DiagnosticDescriptor IdentityMissing { get; } =
        new("SPK4073", FailureKind.BadInput, "Name or version missing");

    /// <summary>The data directory cannot be used.</summary>
    public static DiagnosticDescriptor DataUnusable { get; } =
        new("SPK4080", FailureKind.Failed, "Data directory unusable");

    /// <summary>Another server uses the data directory.</summary>
    public static DiagnosticDescriptor DataLocked { get; } =
        new("SPK4081", FailureKind.Failed, "Data directory in use");

    /// <summary>The database was made by a newer version, or is none.</summary>
    public static DiagnosticDescriptor DatabaseUnusable { get; } =
        new("SPK4082", FailureKind.Failed, "Database unusable");

    /// <summary>The address cannot be listened on.</summary>
    public static DiagnosticDescriptor AddressUnusable { get; } =
        new("SPK4083", FailureKind.Failed, "Address unusable");

    /// <summary>An option of the command line is unknown or has an impossible value.</summary>
    public static DiagnosticDescriptor UsageInvalid { get; } = new("SPK4084", FailureKind.BadInput, "Bad usage");

    /// <summary>No token of that identifier.</summary>
    public static DiagnosticDescriptor TokenNotFound { get; } = new("SPK4085", FailureKind.Failed, "Token not found");

    /// <summary>A defect of the registry.</summary>
    public static DiagnosticDescriptor Internal { get; } = new("SPK4099", FailureKind.Failed, "Internal error");
}
