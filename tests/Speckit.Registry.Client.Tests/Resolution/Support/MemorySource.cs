using System.Collections.Immutable;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Packaging.Contracts;
using Speckit.Packaging.Trust;
using Speckit.Registry.Client.Resolution.Sources;

namespace Speckit.Registry.Client.Tests.Resolution.Support;

/// <summary>A registry in memory, written as lines such as <c>a 1.0.0: b ^1.0.0, c? ^2.0.0</c>; a question mark makes it optional.</summary>
internal sealed class MemorySource : IPackageSource
{
    private readonly Dictionary<string, List<IndexEntry>> _entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Diagnostic> _failures = new(StringComparer.Ordinal);

    public MemorySource(params string[] lines)
    {
        foreach (var line in lines)
        {
            Add(Entry(line));
        }
    }

    public RegistryEndpoint Endpoint { get; init; } = new() { Name = "main", Url = new Uri("https://main.test") };

    /// <summary>What was looked up, in that order.</summary>
    public List<PackageQuery> Queries { get; } = [];

    public TimeSpan? Age { get; init; }

    public string? WhyNotAsked { get; init; }

    public static IndexEntry Entry(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        var head = (colon < 0 ? line : line[..colon]).Trim().Split(' ');
        var needs = (colon < 0 ? "" : line[(colon + 1)..])
            .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(need => need.Split(' ', 2))
            .Select(need => (Name: need[0], Range: need.Length == 2 ? need[1] : "*"))
            .ToList();
        return new IndexEntry
        {
            Name = head[0],
            Version = head[1],
            Requires = needs
                .Where(need => !need.Name.EndsWith('?'))
                .ToDictionary(need => need.Name, need => need.Range),
            Optional = needs
                .Where(need => need.Name.EndsWith('?'))
                .ToDictionary(need => need.Name.TrimEnd('?'), need => need.Range),
            Platforms = [],
            Capabilities = [],
            Provides = ImmutableDictionary<string, ImmutableArray<string>>.Empty,
            Archive = "sha256:" + new string('a', 64),
            Tree = "sha256:" + new string('b', 64),
            Size = 10,
            Trust = TrustLevel.SelfSigned,
            Yanked = false,
            Format = 1,
        };
    }

    public MemorySource Add(IndexEntry entry)
    {
        _entries.TryAdd(entry.Name, []);
        _entries[entry.Name].Add(entry);
        return this;
    }

    public MemorySource Fail(string name, Diagnostic failure)
    {
        _failures.Add(name, failure);
        return this;
    }

    public Task<Result<PackageListing>> FindAsync(PackageQuery query, CancellationToken cancellationToken)
    {
        Queries.Add(query);
        var name = query.Name.ToString();
        return Task.FromResult<Result<PackageListing>>(
            _failures.TryGetValue(name, out var failure) ? failure
            : _entries.TryGetValue(name, out var entries)
                ? PackageListing.Of(query.Name, Endpoint, entries) with
                {
                    Age = Age,
                    WhyNotAsked = WhyNotAsked,
                }
            : new PackageListing(query.Name, null, [])
        );
    }

    public IEnumerable<IndexEntry> Entries => _entries.Values.SelectMany(entries => entries);

    public static PluginName Name(string name) => PluginName.Parse(name);
}
