using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace Speckit.Host.Configuration;

/// <summary>Values that must not be seen, and the mask that hides them in text (security: "secrets"): as they are, and in the forms in which
/// they travel: base64, URL-encoded, escaped in JSON, in hexadecimal, and line by line.</summary>
public sealed class SecretMask
{
    /// <summary>What is shown instead of a secret.</summary>
    public const string Shown = "***";

    /// <summary>A value shorter than this is no secret worth the name, and hiding it would tear ordinary words.</summary>
    public const int MinLength = 4;

    /// <summary>A shorter line of a secret is hidden only with the rest of it.</summary>
    private const int MinLineLength = 12;

    private ImmutableSortedSet<string> _forms = ImmutableSortedSet.Create<string>(LongestFirst.Instance);

    /// <summary>Whether there is nothing to hide.</summary>
    public bool IsEmpty => _forms.IsEmpty;

    /// <summary>Hides a value from now on. Any thread may call it.</summary>
    public void Add(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value.Length >= MinLength)
        {
            ImmutableInterlocked.Update(ref _forms, (forms, added) => forms.Union(added), FormsOf(value));
        }
    }

    /// <summary>The text with each secret in it replaced by <see cref="Shown"/>.</summary>
    public string Apply(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return _forms.Aggregate(
            text,
            (masked, form) =>
                masked.Length < form.Length ? masked : masked.Replace(form, Shown, StringComparison.Ordinal)
        );
    }

    /// <summary>The JSON with each secret in its texts, names and numbers hidden.</summary>
    public JsonElement Apply(JsonElement json)
    {
        if (IsEmpty || json.ValueKind == JsonValueKind.Undefined)
        {
            return json;
        }

        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            MaskedJson.Write(writer, json, this);
        }

        using var document = JsonDocument.Parse(stream.ToArray());
        return document.RootElement.Clone();
    }

    private static ImmutableArray<string> FormsOf(string value)
    {
        string[] plain =
        [
            value,
            value.Trim(),
            .. value.Split('\n').Select(l => l.Trim()).Where(l => l.Length >= MinLineLength),
        ];
        return [.. plain.SelectMany(EncodedFormsOf).Where(f => f.Length >= MinLength).Distinct(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> EncodedFormsOf(string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        return
        [
            value,
            .. Base64FormsOf(bytes),
            Uri.EscapeDataString(value),
            Uri.EscapeDataString(value).Replace("%20", "+", StringComparison.Ordinal),
            JsonEncodedText.Encode(value).ToString(),
            JsonEncodedText
                .Encode(value, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping)
                .ToString(),
            Convert.ToHexString(bytes),
            Convert.ToHexStringLower(bytes),
        ];
    }

    /// <summary>Base64 of a text that holds the secret somewhere, as <c>user:password</c> does: three forms by where it begins, of each the
    /// letters that depend on the secret alone; with both alphabets.</summary>
    private static IEnumerable<string> Base64FormsOf(byte[] bytes)
    {
        for (var before = 0; before < 3; before++)
        {
            var encoded = Convert.ToBase64String([.. new byte[before], .. bytes]);
            var start = before == 0 ? 0 : before + 1;
            var end =
                (before + bytes.Length) % 3 == 0 ? encoded.Length : encoded.IndexOf('=', StringComparison.Ordinal) - 1;
            if (end - start >= MinLength * 4 / 3)
            {
                var core = encoded[start..end];
                yield return core;
                yield return core.Replace('+', '-').Replace('/', '_');
            }
        }
    }

    /// <summary>A secret that contains another one is hidden whole.</summary>
    private sealed class LongestFirst : IComparer<string>
    {
        public static LongestFirst Instance { get; } = new();

        public int Compare(string? x, string? y)
        {
            var byLength = (y?.Length ?? 0).CompareTo(x?.Length ?? 0);
            return byLength != 0 ? byLength : string.CompareOrdinal(x, y);
        }
    }
}
