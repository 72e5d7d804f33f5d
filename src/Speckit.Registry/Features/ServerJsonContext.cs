using System.Text.Json.Serialization;
using Speckit.Registry.Features.Operations;
using Speckit.Registry.Features.Tokens;
using Speckit.Registry.Features.Trust;

namespace Speckit.Registry.Features;

/// <summary>The JSON of what only the server knows.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    MaxDepth = 16
)]
[JsonSerializable(typeof(TrustChange))]
[JsonSerializable(typeof(TokenRequest))]
[JsonSerializable(typeof(TokenResponse))]
[JsonSerializable(typeof(HealthAnswer))]
[JsonSerializable(typeof(RegistryDescription))]
internal sealed partial class ServerJsonContext : JsonSerializerContext;
