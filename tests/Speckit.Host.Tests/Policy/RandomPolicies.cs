using System.Collections.Immutable;
using Speckit.Host.Policy.Approvals;
using Speckit.Host.Policy.Evaluation;
using Speckit.Host.Policy.Model;
using Speckit.Manifests.Model;
using Speckit.Packaging.Trust;

namespace Speckit.Host.Tests.Policy;

/// <summary>Policies, plugins and approvals from a small alphabet, so that rules and subjects often meet.</summary>
internal sealed class RandomPolicies(int seed)
{
    private static readonly string[] Names = ["a", "b", "@s/a", "@s/b", "x-a"];
    private static readonly string[] NamePatterns = ["*", "@s/*", "x-*", "a", "b", "@s/a", "@*/a"];
    private static readonly string[] Ids = [.. Capability.All.Select(c => c.Id)];
    private static readonly string[] IdPatterns = ["network", "subprocess", "filesystem.*", "backlog.*", "'*'"];
    private static readonly string[] Signers = ["ann@a.example", "bob@b.example"];
    private static readonly string[] SignerPatterns = ["ann@a.example", "bob@b.example", "'*@a.example'", "'*'"];
    private static readonly string[] Keys = [PolicyTexts.KeyA, PolicyTexts.KeyB];
    private static readonly string[] Sources =
    [
        "https://a.example/p.tar.gz",
        "https://b.example/r/p.tar.gz",
        "path:x",
        "odd",
    ];
    private static readonly string[] SourcePatterns =
    [
        "'*'",
        "https://a.example",
        "https://b.example/r",
        "'https://*.example'",
        "'path:*'",
        "file:x",
    ];

    private readonly Random _random = new(seed);

    public PolicyFile Policy(PolicyLayer layer)
    {
        var sections = new[]
        {
            $"trust: {{ {Some(Pair("minimum_level", TrustLevels.Names), List("allowed_signers", SignerPatterns), List("revoked_keys", Keys))} }}",
            $"capabilities: {{ {Some(List("blocked", IdPatterns), List("require_approval", IdPatterns))} }}",
            $"registries: {{ {Some(List("allowed", SourcePatterns), List("blocked", SourcePatterns))} }}",
            $"plugins: {{ {Some(List("allowed", Quoted(NamePatterns)), List("blocked", Quoted(NamePatterns)))} }}",
            $"sandbox: {{ {Some(Pair("minimum_tier", ["process", "restricted", "full"]), $"limits: {{ {Limits()} }}")} }}",
            $"approvals: {{ {Some(AdminKeys())} }}",
        };
        var security =
            $"security: {{ {Some(Pair("signature_verification", ["true", "false"]), List("allowed_publishers", Quoted(NamePatterns)), $"resource_limits: {{ {Limits()} }}")} }}";
        return PolicyTexts.File($"plugin_policy: {{ {Some(sections)} }}\nregistry: {{ {Some(security)} }}\n", layer);
    }

    public PolicySubject Subject() =>
        new()
        {
            Name = PluginName.Parse(One(Names)),
            Moment = PolicyMoment.Install,
            IsNameOnly = _random.Next(20) == 0,
            Version = "1.0.0",
            Tree = PolicyTexts.Tree,
            Trust = (TrustLevel)_random.Next(4),
            Signers = [.. Subset(Signers).Select(s => new VerifiedSigner(s, One(Keys)))],
            Source = One(Sources),
            Capabilities = [.. Subset(Ids)],
        };

    public ImmutableArray<Approval> Approvals(PolicySubject subject) =>
        [
            .. Enumerable
                .Range(0, _random.Next(3))
                .Select(_ => new Approval(
                    subject.Name.ToString(),
                    subject.Version,
                    subject.Tree,
                    [.. Subset(Ids)],
                    One(Keys),
                    "admin",
                    DateTimeOffset.UnixEpoch,
                    null
                )),
        ];

    public int Next(int end) => _random.Next(end);

    private string AdminKeys() =>
        $"admin_keys: [{string.Join(", ", Subset(Keys).Select(k => $"{{ name: admin, keyid: {k} }}"))}]";

    private string Limits() =>
        Some(
            Pair("memory_mb", ["64", "512"]),
            Pair("timeout", ["5", "60"]),
            Pair("network_access", ["none", "restricted", "full"])
        );

    private string List(string key, string[] items) => $"{key}: [{string.Join(", ", Subset(items))}]";

    private string Pair(string key, IReadOnlyList<string> values) => $"{key}: {values[_random.Next(values.Count)]}";

    private string Some(params string[] parts) => string.Join(", ", parts.Where(_ => _random.Next(3) == 0));

    private string One(string[] items) => items[_random.Next(items.Length)];

    private IEnumerable<string> Subset(string[] items) => [.. items.Where(_ => _random.Next(2) == 0)];

    private static string[] Quoted(string[] items) => [.. items.Select(i => $"'{i}'")];
}
