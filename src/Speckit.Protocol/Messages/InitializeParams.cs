namespace Speckit.Protocol.Messages;

/// <summary>The first request of the host: <c>initialize</c>.</summary>
/// <param name="Protocol">The protocol version the host speaks: <see cref="ProtocolVersion.Current"/>.</param>
/// <param name="Host">The host.</param>
/// <param name="Plugin">The plugin as the manifest names it.</param>
/// <param name="Project">The project it works on.</param>
/// <param name="DataDir">The plugin's own writable folder, absolute.</param>
/// <param name="Capabilities">The capabilities it was granted.</param>
/// <param name="PackageDir">The plugin's own files, absolute, read-only.</param>
/// <param name="Entrypoints">What this process is to serve, from the manifest.</param>
/// <param name="Verify">True when the plugin shall load all its entry points at once and answer with those that are really there.</param>
/// <param name="OspecVersion">The version of the OSpec standard that the host follows.</param>
public sealed record InitializeParams(
    int Protocol,
    ProductInfo Host,
    ProductInfo Plugin,
    ProjectInfo Project,
    string DataDir,
    IReadOnlyList<string> Capabilities,
    string? PackageDir = null,
    IReadOnlyList<EntrypointInfo>? Entrypoints = null,
    bool Verify = false,
    string? OspecVersion = null
);

/// <summary>One entry point of the manifest.</summary>
/// <param name="Handler">The id of the handler that it is, such as <c>command:jpspec:security-scan</c>.</param>
/// <param name="Path">Its file, relative to the package, with forward slashes.</param>
/// <param name="Member">Its member in that file; null when the manifest names none.</param>
/// <param name="Name">The name of what it provides in the manifest, such as a workflow's; null where that has no name.</param>
public sealed record EntrypointInfo(string Handler, string Path, string? Member = null, string? Name = null);

/// <summary>A program and its version.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version.</param>
public sealed record ProductInfo(string Name, string Version);

/// <summary>The project a plugin works on.</summary>
/// <param name="Root">Its folder, absolute.</param>
/// <param name="Name">Its name.</param>
public sealed record ProjectInfo(string Root, string Name);
