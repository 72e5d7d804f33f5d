using Speckit.Manifests.Diagnostics;

namespace Speckit.Manifests.Yaml;

/// <summary>
/// Reads one YAML 1.2 document as located data. What JSON cannot carry is refused: mappings as keys, tags of other
/// schemas, infinities, whole numbers beyond 2^53 - 1. Merge keys (<c>&lt;&lt;</c>), which YAML 1.2 does not have, are
/// refused too unless quoted. Nothing a file may hold makes it slow or large: see the limits.
/// </summary>
public static class YamlReader
{
    /// <summary>The largest file read, in bytes of UTF-8.</summary>
    public const int MaxBytes = 1 << 20;

    /// <summary>The deepest nesting read; the root is 1.</summary>
    public const int MaxDepth = 64;

    /// <summary>The most nodes read, keys included; an alias counts as all that its anchor holds.</summary>
    public const int MaxNodes = 50_000;

    /// <summary>Reads a document.</summary>
    /// <param name="fileName">The file as diagnostics name it.</param>
    /// <param name="text">The file's text; a byte order mark is skipped.</param>
    /// <returns>The root (an empty document is a plain, empty scalar), or every problem of the file, each with its place.</returns>
    public static Result<YamlNode> Read(string fileName, string text) =>
        ToResult(ReadLeniently(SourceText.FromString(fileName, text)));

    /// <inheritdoc cref="Read(string, string)"/>
    /// <param name="fileName">The file as diagnostics name it.</param>
    /// <param name="utf8">The file's bytes.</param>
    public static Result<YamlNode> Read(string fileName, ReadOnlySpan<byte> utf8) =>
        ToResult(ReadLeniently(SourceText.FromUtf8(fileName, utf8)));

    /// <summary>Keeps the tree where a problem leaves one, so that the tree's other problems can be told in the same go.</summary>
    internal static YamlDocument ReadLeniently(Result<SourceText> source) =>
        source.TryGet(out var text) ? new YamlTreeBuilder(text).Build() : new YamlDocument(null, source.Diagnostics);

    private static Result<YamlNode> ToResult(YamlDocument document) =>
        document.Root is null || document.Problems.Length > 0
            ? Result<YamlNode>.Failure(document.Problems)
            : document.Root;
}
