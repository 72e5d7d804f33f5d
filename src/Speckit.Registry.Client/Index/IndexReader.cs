using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Packaging.Contracts;
using Speckit.Packaging.Files;
using Speckit.Registry.Client.Http;

namespace Speckit.Registry.Client.Index;

/// <summary>Reads a registry's sparse index (formats, "Registry index") and remembers what it said: a published version never changes.</summary>
internal sealed class IndexReader(
    RegistryHttp http,
    Answer answers,
    RegistryEndpoint endpoint,
    RegistryCache cache,
    RegistryClientLimits limits,
    TimeProvider time
)
{
    private static readonly UTF8Encoding StrictUtf8 = new(
        encoderShouldEmitUTF8Identifier: false,
        throwOnInvalidBytes: true
    );

    /// <summary>Asks the registry; when it cannot be reached, the last that it said, with a warning.</summary>
    public async Task<Result<PluginIndex>> ReadAsync(PluginName name, CancellationToken cancellationToken)
    {
        var path = IndexPath.For(name);
        var file = cache.IndexFile(endpoint.Url, path);

        // A folder is here anyway, and a vendored one loses versions with every update: there is nothing to remember of it.
        var cached = endpoint.IsFolder ? null : CachedIndex.Read(file);
        var url = endpoint.At("index/" + path);
        var asked = await http.GetAsync(
            url,
            cached?.Header.ETag,
            response => ReadAnswerAsync(response, name, cached, file, cancellationToken),
            cancellationToken
        );
        return asked.Succeeded || cached is null || !IsUnreachable(asked.Diagnostics)
            ? asked
            : Offline(name, cached, asked.Diagnostics);
    }

    /// <summary>What is known without asking, however old.</summary>
    public Result<PluginIndex> ReadCached(PluginName name)
    {
        var file = cache.IndexFile(endpoint.Url, IndexPath.For(name));
        if (CachedIndex.Read(file) is not { } cached)
        {
            return File.Exists(AbsenceOf(file))
                ? NotFound(name)
                : RegistryClientDiagnostics.NotCached.Error(
                    $"The cache does not say whether the registry '{endpoint.Name}' has the plugin '{name}'.",
                    "Do it once while the registry can be asked."
                );
        }

        var read = IndexLine.ReadAll(name, cached.Text);
        return read.TryGet(out var entries)
            ? new PluginIndex(name, endpoint.Name, entries, IndexOrigin.Offline, AgeOf(cached))
            : read.Propagate<PluginIndex>();
    }

    private async Task<Result<PluginIndex>> ReadAnswerAsync(
        HttpResponseMessage response,
        PluginName name,
        CachedIndex? cached,
        string file,
        CancellationToken cancellationToken
    )
    {
        switch (response.StatusCode)
        {
            case HttpStatusCode.NotModified when cached is not null:
                return Confirm(name, cached, file);
            case HttpStatusCode.NotFound:
                if (cached is null && !endpoint.IsFolder)
                {
                    // Remembered for work offline: another registry is asked for a name only if this one is known not to have it.
                    Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                    AtomicFile.Write(AbsenceOf(file), []);
                }

                return NotFound(name);
            case HttpStatusCode.OK:
                return await AcceptAsync(response, name, cached, file, cancellationToken);
            default:
                return Result<PluginIndex>.Failure(await answers.ProblemAsync(response, cancellationToken));
        }
    }

    private async Task<Result<PluginIndex>> AcceptAsync(
        HttpResponseMessage response,
        PluginName name,
        CachedIndex? cached,
        string file,
        CancellationToken cancellationToken
    )
    {
        var body = await answers.BytesAsync(response, limits.MaxIndexBytes, cancellationToken);
        if (!body.TryGet(out var bytes))
        {
            return body.Propagate<PluginIndex>();
        }

        var text = Decode(bytes);
        if (text is null)
        {
            return answers.Invalid("the index is not UTF-8");
        }

        var read = Parse(name, text);
        if (!read.TryGet(out var entries))
        {
            return read.Propagate<PluginIndex>();
        }

        var seen = cached?.Header.Seen ?? ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
        if ((Compare(name, seen, entries) ?? Disappeared(name, seen, entries, file)) is { } change)
        {
            return change;
        }

        if (endpoint.IsFolder)
        {
            return new PluginIndex(name, endpoint.Name, entries, IndexOrigin.Registry, TimeSpan.Zero);
        }

        var header = new CachedIndexHeader
        {
            Format = CachedIndexHeader.CurrentFormat,
            ETag = response.Headers.ETag?.ToString(),
            Confirmed = time.GetUtcNow(),
            Seen = seen.SetItems(
                entries.Select(entry => KeyValuePair.Create(entry.Version, CachedIndex.Fingerprint(entry)))
            ),
        };
        new CachedIndex(header, text).Write(file);
        File.Delete(AbsenceOf(file));
        return new PluginIndex(name, endpoint.Name, entries, IndexOrigin.Registry, TimeSpan.Zero);
    }

    private Result<PluginIndex> Confirm(PluginName name, CachedIndex cached, string file)
    {
        var read = IndexLine.ReadAll(name, cached.Text);
        if (!read.TryGet(out var entries))
        {
            return read.Propagate<PluginIndex>();
        }

        (cached with { Header = cached.Header with { Confirmed = time.GetUtcNow() } }).Write(file);
        return new PluginIndex(name, endpoint.Name, entries, IndexOrigin.Confirmed, TimeSpan.Zero);
    }

    private Result<PluginIndex> Offline(PluginName name, CachedIndex cached, ImmutableArray<Diagnostic> why)
    {
        var read = IndexLine.ReadAll(name, cached.Text);
        if (!read.TryGet(out var entries))
        {
            return read.Propagate<PluginIndex>();
        }

        var age = AgeOf(cached);
        var warning = RegistryClientDiagnostics.Offline.Warning(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{why[0].Message} What it said about '{name}' {Duration.Describe(age)} ago is used."
            ),
            why[0].Hint
        );
        return Result<PluginIndex>.Success(
            new PluginIndex(name, endpoint.Name, entries, IndexOrigin.Offline, age) { WhyNotAsked = why[0].Message },
            [warning]
        );
    }

    private Diagnostic NotFound(PluginName name) =>
        RegistryClientDiagnostics.PluginNotFound.Error(
            $"The registry '{endpoint.Name}' has no plugin '{name}'.",
            "Search for it: specify plugin search."
        );

    private TimeSpan AgeOf(CachedIndex cached) => time.GetUtcNow() - cached.Header.Confirmed;

    private static string AbsenceOf(string file) => file + ".absent";

    // No two lines may be about one version: which of them counts would be the reader's guess.
    private Result<ImmutableArray<IndexEntry>> Parse(PluginName name, string text)
    {
        var read = IndexLine.ReadAll(name, text);
        if (!read.TryGet(out var entries))
        {
            return Result<ImmutableArray<IndexEntry>>.Failure([
                .. read.Diagnostics.Select(d =>
                    d with
                    {
                        Message =
                            $"The registry '{endpoint.Name}' sent something else than the index of {name}: {d.Message}",
                    }
                ),
            ]);
        }

        var twice = entries
            .GroupBy(entry => entry.Version, StringComparer.Ordinal)
            .FirstOrDefault(group => group.Count() > 1);
        return twice is null ? entries : answers.Invalid($"the index names {name}@{twice.Key} twice");
    }

    private Diagnostic? Compare(
        PluginName name,
        ImmutableSortedDictionary<string, string> seen,
        ImmutableArray<IndexEntry> entries
    )
    {
        foreach (var entry in entries)
        {
            if (seen.TryGetValue(entry.Version, out var before) && before != CachedIndex.Fingerprint(entry))
            {
                return RegistryClientDiagnostics.IndexChanged.Error(
                    $"The registry '{endpoint.Name}' changed {name}@{entry.Version}, which it had published before.",
                    "A published version never changes. Do not install it; ask the registry's operator and the plugin's author."
                );
            }
        }

        return null;
    }

    /// <summary>A registry that is set back to an older state hides the versions that put something right.</summary>
    private Diagnostic? Disappeared(
        PluginName name,
        ImmutableSortedDictionary<string, string> seen,
        ImmutableArray<IndexEntry> entries,
        string file
    )
    {
        var there = entries.Select(entry => entry.Version).ToHashSet(StringComparer.Ordinal);
        var gone = seen.Keys.Where(version => !there.Contains(version)).ToList();
        return gone.Count == 0
            ? null
            : RegistryClientDiagnostics.IndexShrunk.Error(
                $"The registry '{endpoint.Name}' no longer lists {name}@{string.Join(", ", gone)}, which it had published before.",
                $"Versions are withdrawn by marking them as yanked. Ask the registry's operator; if it is meant, delete '{file}'."
            );
    }

    private static bool IsUnreachable(ImmutableArray<Diagnostic> diagnostics) =>
        diagnostics.Any(diagnostic => diagnostic.Descriptor == RegistryClientDiagnostics.Unreachable);

    private static string? Decode(byte[] bytes)
    {
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
