using System.Text.Json.Serialization;

namespace TodoFinder;

/// <summary>What the command gives to programs, and what its event says.</summary>
/// <param name="Found">How many comments.</param>
public sealed record Summary(int Found);

/// <summary>How a summary is written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Summary))]
public sealed partial class SummaryContext : JsonSerializerContext;
