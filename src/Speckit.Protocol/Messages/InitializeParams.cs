namespace Speckit.Protocol.Messages;

/// <summary>The first request of the host: <c>initialize</c>.</summary>
/// <param name="Protocol">The protocol version the host speaks: <see cref="ProtocolVersion.Current"/>.</param>
/// <param name="Host">The host.</param>
/// <param name="Plugin">The plugin as the manifest names it.</param>
/// <param name="Project">The project it works on.</param>
/// <param name="DataDir">The plugin's own writable folder, absolute.</param>
/// <param name="Capabilities">The capabilities it was granted.</param>
public sealed record InitializeParams(
    int Protocol,
    ProductInfo Host,
    ProductInfo Plugin,
    ProjectInfo Project,
    string DataDir,
    IReadOnlyList<string> Capabilities
);

/// <summary>A program and its version.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version.</param>
public sealed record ProductInfo(string Name, string Version);

/// <summary>The project a plugin works on.</summary>
/// <param name="Root">Its folder, absolute.</param>
/// <param name="Name">Its name.</param>
public sealed record ProjectInfo(string Root, string Name);
