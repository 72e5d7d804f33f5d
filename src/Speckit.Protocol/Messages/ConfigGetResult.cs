using System.Text.Json;

namespace Speckit.Protocol.Messages;

/// <summary>The configuration: the answer to <c>config/get</c>.</summary>
/// <param name="Config">A JSON object.</param>
public sealed record ConfigGetResult(JsonElement Config);
