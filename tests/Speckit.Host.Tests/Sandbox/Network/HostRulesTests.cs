using System.Net;
using Speckit.Host.Sandbox.Network;

namespace Speckit.Host.Tests.Sandbox.Network;

public sealed class HostRulesTests
{
    [Theory]
    [InlineData("api.snyk.io", true)]
    [InlineData("API.Snyk.IO.", true)]
    [InlineData("snyk.io", false)]
    [InlineData("a.deep.example.com", true)]
    [InlineData("example.com", false)]
    [InlineData("evilexample.com", false)]
    [InlineData("api.snyk.io.evil.com", false)]
    [InlineData("10.0.0.5", true)]
    [InlineData("0xa000005", true)]
    [InlineData("10.0.0.6", false)]
    [InlineData("", false)]
    [InlineData("a b", false)]
    [InlineData("é.com", false)]
    [InlineData("user@api.snyk.io", false)]
    public void Check_AList_AllowsWhatMatches(string host, bool isAllowed)
    {
        var rules = new HostRules { Allowed = ["api.snyk.io", "*.example.com", "10.0.0.5"] };

        (rules.Check(host, 443) is null).ShouldBe(isAllowed);
    }

    [Fact]
    public void Check_DenyBeatsAllow_AndPortsAreBlocked()
    {
        var rules = new HostRules
        {
            Allowed = ["*"],
            Denied = ["*.evil.com"],
            BlockedPorts = [22, 5432],
        };

        rules.Check("good.com", 443).ShouldBeNull();
        rules.Check("a.evil.com", 443).ShouldNotBeNull().ShouldContain("denied");
        rules.Check("good.com", 22).ShouldNotBeNull().ShouldContain("port 22");
        rules.Check("good.com", 0).ShouldNotBeNull();
        rules.Check("good.com", 70_000).ShouldNotBeNull();
    }

    [Fact]
    public void Check_NoListAndAnEmptyList_AreOpposites()
    {
        new HostRules().Check("any.com", 80).ShouldBeNull();
        new HostRules { Allowed = [] }
            .Check("any.com", 80)
            .ShouldNotBeNull()
            .ShouldContain("no host");
    }

    [Theory]
    [InlineData("93.184.216.34", true)]
    [InlineData("2606:2800:220:1:248:1893:25c8:1946", true)]
    [InlineData("0.0.0.0", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("127.0.0.1", false)]
    [InlineData("127.255.255.254", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("172.16.0.1", false)]
    [InlineData("172.32.0.1", true)]
    [InlineData("192.168.1.1", false)]
    [InlineData("192.0.0.8", false)]
    [InlineData("192.0.2.1", false)]
    [InlineData("192.88.99.1", false)]
    [InlineData("198.18.0.1", false)]
    [InlineData("198.51.100.1", false)]
    [InlineData("203.0.113.1", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("240.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::", false)]
    [InlineData("::1", false)]
    [InlineData("::ffff:93.184.216.34", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("::93.184.216.34", false)]
    [InlineData("64:ff9b::7f00:1", false)]
    [InlineData("64:ff9b:1::1", false)]
    [InlineData("2001::1", false)]
    [InlineData("2001:db8::1", false)]
    [InlineData("2002:7f00:1::", false)]
    [InlineData("3fff::1", false)]
    [InlineData("fc00::1", false)]
    [InlineData("fd12::1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("ff02::1", false)]
    [InlineData("100::1", false)]
    public void IsPublic_EachKindOfAddress_IsToldApart(string address, bool isPublic)
    {
        PublicAddresses.IsPublic(IPAddress.Parse(address)).ShouldBe(isPublic);
    }

    [Fact]
    public async Task Resolve_ANameOfAPrivateAddress_IsRefusedUnlessTheAddressIsListed()
    {
        var connector = new OutboundConnector((_, _) => Task.FromResult(new[] { IPAddress.Parse("10.0.0.5") }));

        var refused = await connector.ResolveAsync(new HostRules(), "inside.corp", 80, default);
        var listed = await connector.ResolveAsync(
            new HostRules { Allowed = ["inside.corp", "10.0.0.5"] },
            "inside.corp",
            80,
            default
        );

        refused.Diagnostics[0].Code.ShouldBe("SPK6020");
        listed.Value.ShouldBe([IPAddress.Parse("10.0.0.5")]);
    }

    [Fact]
    public async Task Resolve_SomeAddressesArePrivate_LeavesThoseOut()
    {
        IPAddress[] both = [IPAddress.Parse("169.254.169.254"), IPAddress.Parse("93.184.216.34")];
        var connector = new OutboundConnector((_, _) => Task.FromResult(both));

        var resolved = await connector.ResolveAsync(new HostRules { Allowed = ["two.com"] }, "two.com", 443, default);

        resolved.Value.ShouldBe([both[1]]);
    }

    [Theory]
    [InlineData("http://2130706433")]
    [InlineData("127.1")]
    [InlineData("0x7f.1")]
    [InlineData("[::1]")]
    [InlineData("169.254.169.254")]
    public async Task Resolve_LoopbackInAnyForm_IsRefused(string host)
    {
        var asked = 0;
        var connector = new OutboundConnector(
            (_, _) =>
            {
                asked++;
                return Task.FromResult(Array.Empty<IPAddress>());
            }
        );

        var refused = await connector.ResolveAsync(new HostRules { Allowed = ["*"] }, host, 80, default);

        refused.Diagnostics[0].Code.ShouldBe("SPK6020");
        asked.ShouldBe(0);
    }

    [Fact]
    public async Task Connect_NobodyAnswers_SaysSo()
    {
        var connector = new OutboundConnector((_, _) => Task.FromResult(Array.Empty<IPAddress>()));
        var rules = new HostRules { Allowed = ["127.0.0.1", "nothing.com"] };

        (await connector.ConnectAsync(rules, "nothing.com", 80, default)).Diagnostics[0].Code.ShouldBe("SPK6021");
        (await connector.ConnectAsync(rules, "127.0.0.1", 1, default)).Diagnostics[0].Code.ShouldBe("SPK6021");
    }
}
