using System.Text;
using Speckit.Manifests.Diagnostics;
using Speckit.Packaging.Contracts;
using Speckit.Packaging.Trust;
using Speckit.Registry.Client.Configuration;
using Speckit.Registry.Client.Tests.Support;

namespace Speckit.Registry.Client.Tests.Configuration;

public sealed class RegistryConfigurationTests : IDisposable
{
    private const string OfTheDesign = """
        # Enterprise registry configuration
        registries:
          - name: speckit-public
            url: https://plugins.speckit.dev
            priority: 2  # Fallback
            filter:
              trust_level: certified  # Only certified plugins
              categories:
                - security
                - integrations

          - name: company-internal
            url: https://plugins.company.com/
            priority: 1  # Check first
            auth:
              type: oauth
              provider: company-sso
        """;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Parse_TheDesignsExample_IsUnderstood()
    {
        var endpoints = Parse(OfTheDesign).Value.Endpoints;

        endpoints.Select(endpoint => endpoint.Name).ShouldBe(["company-internal", "speckit-public"]);
        endpoints[0].Url.AbsoluteUri.ShouldBe("https://plugins.company.com/");
        endpoints[0].Authentication.ShouldBe(new RegistryAuthentication("oauth", "company-sso"));
        endpoints[1].Filter.MinimumTrust.ShouldBe(TrustLevel.Certified);
        endpoints[1].Filter.Categories.ShouldBe(["security", "integrations"]);
        endpoints.ShouldAllBe(endpoint => endpoint.Token == null);
    }

    [Fact]
    public void Parse_Scopes_ArePinnedToTheirRegistry() =>
        Parse("registries:\n  - name: a\n    url: https://x\n    scopes: [\"@company\", \"@team-1\"]\n")
            .Value.Endpoints.Single()
            .Scopes.ShouldBe(["company", "team-1"]);

    [Theory]
    [InlineData("")]
    [InlineData("# nothing\n")]
    [InlineData("registries:\n")]
    [InlineData("registries: []\n")]
    public void Parse_Nothing_IsNoRegistry(string text)
    {
        var configuration = Parse(text).Value;

        configuration.Endpoints.ShouldBeEmpty();
        configuration.Select(null).Diagnostics.Single().Code.ShouldBe("SPK4020");
    }

    [Fact]
    public void Load_NoFile_IsNoRegistry() => RegistryConfiguration.Load(_folder.Path).Value.Endpoints.ShouldBeEmpty();

    [Theory]
    [InlineData("registries:\n  - name: a\n    url: https://x\n    prioritty: 1\n", "4:5", "prioritty")]
    [InlineData("registrys: []\n", "1:1", "registrys")]
    [InlineData("registries: 1\n", "1:13", "not a list")]
    [InlineData("- a\n", "1:1", "not a mapping")]
    [InlineData("registries:\n  - a\n", "2:5", "not a mapping")]
    [InlineData("registries:\n  - name: a\n", "2:5", "'url' is missing")]
    [InlineData("registries:\n  - url: https://x\n", "2:5", "'name' is missing")]
    [InlineData("registries:\n  - name: a b\n    url: https://x\n", "2:11", "not a name")]
    [InlineData("registries:\n  - name: 12\n    url: https://x\n", "2:11", "not a text")]
    [InlineData("registries:\n  - name: a\n    url: http://x\n", "3:10", "not encrypted")]
    [InlineData("registries:\n  - name: a\n    url: ftp://x\n", "3:10", "not the URL")]
    [InlineData("registries:\n  - name: a\n    url: https://u:p@x\n", "3:10", "user")]
    [InlineData("registries:\n  - name: a\n    url: https://x\n    priority: high\n", "4:15", "whole number")]
    [InlineData("registries:\n  - name: a\n    url: https://x\n    filter:\n      trust_level: holy\n", "5:20", "holy")]
    [InlineData("registries:\n  - name: a\n    url: https://x\n    filter:\n      trust: verified\n", "5:7", "trust")]
    [InlineData(
        "registries:\n  - name: a\n    url: https://x\n    filter:\n      categories: security\n",
        "5:19",
        "not a list"
    )]
    [InlineData(
        "registries:\n  - name: a\n    url: https://x\n    auth:\n      provider: x\n",
        "5:7",
        "'type' is missing"
    )]
    [InlineData("registries:\n  - name: a\n    url: https://x\n    auth:\n      type: magic\n", "5:13", "magic")]
    [InlineData("registries:\n  - name: a\n    url: https://x\n    scopes: [company]\n", "4:14", "not a scope")]
    [InlineData("registries:\n  - name: a\n    url: https://x\n    scopes: [\"@a/b\"]\n", "4:14", "not a scope")]
    [InlineData("registries:\n  - name: a\n    url: https://x\n    scopes: \"@a\"\n", "4:13", "not a list")]
    [InlineData(
        "registries:\n  - name: a\n    url: https://x\n    scopes: [\"@c\"]\n  - name: b\n    url: https://y\n    scopes: [\"@c\"]\n",
        "5:5",
        "scope in common"
    )]
    [InlineData(
        "registries:\n  - name: a\n    url: https://x\n  - name: a\n    url: https://y\n",
        "4:5",
        "Two registries"
    )]
    public void Parse_Mistake_IsToldWithItsPlace(string text, string place, string says)
    {
        var result = Parse(text);

        result.Succeeded.ShouldBeFalse();
        var problem = result.Diagnostics[0];
        problem.Message.ShouldContain(says);
        problem.Location.ShouldNotBeNull().ToString().ShouldBe("registry.yaml:" + place);
        problem.Descriptor.Kind.ShouldBe(FailureKind.BadInput);
        problem.Hint.ShouldNotBeNullOrWhiteSpace();
    }

    [Fact]
    public void Parse_SeveralMistakes_TellsAll() =>
        Parse("registries:\n  - name: a b\n    url: nope\n    x: 1\n  - y: 2\n").Diagnostics.Length.ShouldBe(6);

    [Fact]
    public void Parse_NotYaml_IsToldWithItsPlace() => Parse("a: [\n").Diagnostics[0].Location.ShouldNotBeNull();

    [Fact]
    public void Select_UnknownName_NamesThoseThatAre()
    {
        var problem = Parse(OfTheDesign).Value.Select("nope").Diagnostics.Single();

        problem.Code.ShouldBe("SPK4022");
        problem.Hint.ShouldNotBeNull().ShouldContain("company-internal, speckit-public");
        Parse(OfTheDesign).Value.Select(null).Value.Name.ShouldBe("company-internal");
        Parse(OfTheDesign).Value.Select("speckit-public").Value.Priority.ShouldBe(2);
    }

    [Theory]
    [InlineData("http://127.0.0.1:7878", true)]
    [InlineData("http://localhost", true)]
    [InlineData("http://[::1]:5", true)]
    [InlineData("https://x/base/", true)]
    [InlineData("http://example.com", false)]
    [InlineData("http://127.0.0.1.evil.example", false)]
    [InlineData("https://x?token=1", false)]
    [InlineData("https://x#y", false)]
    [InlineData("x", false)]
    public void ParseUrl_Text_OnlyHttpsOrThisMachine(string text, bool expected) =>
        RegistryEndpoint.ParseUrl(text).Succeeded.ShouldBe(expected);

    [Fact]
    public void Admits_Filter_ChecksTrustAndCategories()
    {
        var filter = new RegistryFilter(TrustLevel.Verified, ["agents"]);

        filter.Admits(Entry(TrustLevel.Verified, "agents")).ShouldBeTrue();
        filter.Admits(Entry(TrustLevel.SelfSigned, "agents")).ShouldBeFalse();
        filter.Admits(Entry(TrustLevel.Certified, "commands")).ShouldBeFalse();
        RegistryFilter.None.Admits(Entry(TrustLevel.Unsigned, "commands")).ShouldBeTrue();
    }

    [Fact]
    public void ToString_WithToken_DoesNotTellIt() =>
        new RegistryEndpoint
        {
            Name = "a",
            Url = new Uri("https://x"),
            Token = "secret",
        }
            .ToString()
            .ShouldNotContain("secret");

    private static IndexEntry Entry(TrustLevel trust, string category) =>
        new()
        {
            Name = "a",
            Version = "1.0.0",
            Requires = new Dictionary<string, string>(),
            Platforms = [],
            Capabilities = [],
            Provides = new Dictionary<string, System.Collections.Immutable.ImmutableArray<string>>
            {
                [category] = ["x"],
            },
            Archive = "",
            Tree = "",
            Size = 1,
            Trust = trust,
            Yanked = false,
            Format = 1,
        };

    private static Result<RegistryConfiguration> Parse(string text) =>
        RegistryConfiguration.Parse("registry.yaml", Encoding.UTF8.GetBytes(text));
}
