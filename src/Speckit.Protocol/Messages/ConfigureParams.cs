using System.Text.Json;

namespace Speckit.Protocol.Messages;

/// <summary>The configuration, validated and with its defaults: <c>configure</c>.</summary>
/// <param name="Config">A JSON object.</param>
public sealed record ConfigureParams(JsonElement Config);
