using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Speckit.Sdk.Testing;

/// <summary>How the options of a test are written.</summary>
[JsonSerializable(typeof(JsonNode))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class TestJsonContext : JsonSerializerContext;
