using System.Text.Json;
using System.Text.Json.Serialization;

namespace Speckit.Protocol;

/// <summary>The parameters of <c>$/cancel</c>.</summary>
/// <param name="Id">The id of the request that is given up.</param>
internal sealed record CancelParams(JsonElement Id);

/// <summary>How the peer's own messages are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CancelParams))]
[JsonSerializable(typeof(long))]
internal sealed partial class RpcJsonContext : JsonSerializerContext;
