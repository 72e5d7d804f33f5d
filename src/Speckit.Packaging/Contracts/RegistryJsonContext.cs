using System.Text.Json.Serialization;

namespace Speckit.Packaging.Contracts;

/// <summary>The one JSON form of everything registry and clients exchange.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    MaxDepth = 16
)]
[JsonSerializable(typeof(IndexEntry))]
[JsonSerializable(typeof(IndexConfig))]
[JsonSerializable(typeof(PluginSummary))]
[JsonSerializable(typeof(SearchResponse))]
[JsonSerializable(typeof(CategoriesResponse))]
[JsonSerializable(typeof(PluginDetails))]
[JsonSerializable(typeof(VersionDetails))]
[JsonSerializable(typeof(PublishResponse))]
[JsonSerializable(typeof(PublicKeyResponse))]
[JsonSerializable(typeof(KeyRegistration))]
[JsonSerializable(typeof(ProblemDetails))]
public sealed partial class RegistryJsonContext : JsonSerializerContext;
