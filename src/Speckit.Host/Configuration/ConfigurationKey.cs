using System.Collections.Immutable;
using System.Text;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Host.Configuration;

/// <summary>Where a value stands in a configuration: <c>server.url</c>, <c>hosts.0</c>; a part with a dot or a quote in it is written in
/// double quotes, as in <c>"example.com".token</c>.</summary>
public sealed class ConfigurationKey
{
    private const int MaxParts = 60;

    private ConfigurationKey(ImmutableArray<string> parts) => Parts = parts;

    /// <summary>The keys of maps, and the numbers of lists' items, from the root down.</summary>
    public ImmutableArray<string> Parts { get; }

    /// <summary>Reads a key as a user writes it.</summary>
    public static Result<ConfigurationKey> Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = ImmutableArray.CreateBuilder<string>();
        var position = 0;
        while (true)
        {
            var part =
                position < text.Length && text[position] is ('"' or '\'')
                    ? Quoted(text, ref position)
                    : Plain(text, ref position);
            if (string.IsNullOrEmpty(part) || parts.Count == MaxParts)
            {
                return Bad(text);
            }

            parts.Add(part);
            if (position == text.Length)
            {
                return new ConfigurationKey(parts.ToImmutable());
            }

            if (text[position] != '.')
            {
                return Bad(text);
            }

            position++;
        }
    }

    /// <summary>The key as it is written.</summary>
    public override string ToString() => Of(Parts);

    internal static string Of(IEnumerable<string> parts) => string.Join('.', parts.Select(Write));

    /// <summary>The parts of a JSON Pointer (RFC 6901).</summary>
    internal static ImmutableArray<string> PartsOf(string pointer) =>
        pointer.Length == 0
            ? []
            :
            [
                .. pointer
                    .Split('/')
                    .Skip(1)
                    .Select(p =>
                        p.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)
                    ),
            ];

    private static string Write(string part) =>
        part.Length > 0 && part.IndexOfAny(['.', '"', '\'']) < 0
            ? part
            : $"\"{part.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static string Plain(string text, ref int position)
    {
        var end = text.IndexOf('.', position);
        end = end < 0 ? text.Length : end;
        var part = text[position..end];
        position = end;
        return part;
    }

    private static string? Quoted(string text, ref int position)
    {
        var quote = text[position];
        var part = new StringBuilder();
        for (var i = position + 1; i < text.Length; i++)
        {
            if (text[i] == quote)
            {
                position = i + 1;
                return part.ToString();
            }

            if (quote == '"' && text[i] == '\\' && i + 1 < text.Length)
            {
                i++;
            }

            part.Append(text[i]);
        }

        return null;
    }

    private static Diagnostic Bad(string text) =>
        HostDiagnostics.ConfigurationKeyInvalid.Error(
            $"'{text}' is not a key of a configuration",
            "write keys with dots between them, as in server.url; put a key that has a dot into quotes: '\"example.com\".token'"
        );
}
