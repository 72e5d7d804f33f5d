using System.Text.Json;

namespace Speckit.Protocol.Messages;

/// <summary>Turns a configuration of one version into one of another: <c>migrate/config</c>.</summary>
/// <param name="From">The version it was made for.</param>
/// <param name="To">The version it is for.</param>
/// <param name="Config">A JSON object.</param>
public sealed record MigrateConfigParams(string From, string To, JsonElement Config);

/// <summary>The configuration for the new version.</summary>
/// <param name="Config">A JSON object.</param>
public sealed record MigrateConfigResult(JsonElement Config);
