using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Speckit.Manifests.Yaml;

/// <summary>Writes data as YAML that reads back as the same data.</summary>
public static class YamlText
{
    /// <summary>The block form of a map, with a final line feed; an empty map is <c>{}</c>.</summary>
    public static string Of(JsonObject map)
    {
        ArgumentNullException.ThrowIfNull(map);
        using var writer = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        var emitter = new Emitter(writer, EmitterSettings.Default.WithNewLine("\n"));
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, isImplicit: true));
        Emit(emitter, map);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return writer.ToString();
    }

    private static void Emit(Emitter emitter, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject map:
                emitter.Emit(new MappingStart(null, null, isImplicit: true, StyleOf(map.Count, MappingStyle.Block)));
                foreach (var (key, value) in map)
                {
                    emitter.Emit(Text(key));
                    Emit(emitter, value);
                }

                emitter.Emit(new MappingEnd());
                break;
            case JsonArray list:
                emitter.Emit(
                    new SequenceStart(
                        null,
                        null,
                        isImplicit: true,
                        list.Count == 0 ? SequenceStyle.Flow : SequenceStyle.Block
                    )
                );
                foreach (var item in list)
                {
                    Emit(emitter, item);
                }

                emitter.Emit(new SequenceEnd());
                break;
            default:
                emitter.Emit(
                    node?.GetValueKind() == JsonValueKind.String
                        ? Text(node.GetValue<string>())
                        : new Scalar(null, null, node?.ToJsonString() ?? "null", ScalarStyle.Plain, true, false)
                );
                break;
        }
    }

    private static MappingStyle StyleOf(int count, MappingStyle style) => count == 0 ? MappingStyle.Flow : style;

    /// <summary>Text is plain only where nobody could take it for anything else.</summary>
    private static Scalar Text(string text) =>
        text.Length > 0
        && char.IsAsciiLetter(text[0])
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.')
        && !IsWord(text)
            ? new Scalar(null, null, text, ScalarStyle.Plain, true, true)
            : new Scalar(null, null, text, ScalarStyle.DoubleQuoted, false, true);

    private static bool IsWord(string text) =>
        text.ToLowerInvariant() is "true" or "false" or "null" or "yes" or "no" or "on" or "off" or "y" or "n";
}
