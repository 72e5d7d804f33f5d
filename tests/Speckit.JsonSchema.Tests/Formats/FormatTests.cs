using Speckit.JsonSchema.Formats;
using Speckit.JsonSchema.Tests.Support;

namespace Speckit.JsonSchema.Tests.Formats;

/// <summary>Edges that the official suite leaves out.</summary>
public sealed class FormatTests
{
    [Theory]
    [InlineData("date-time", "2026-02-29T00:00:00Z", false)]
    [InlineData("date-time", "2024-02-29t00:00:00.123456789z", true)]
    [InlineData("date-time", "2024-02-29 00:00:00Z", false)]
    [InlineData("date-time", "2026-06-30T23:59:60+00:00", true)]
    [InlineData("date-time", "2026-06-30T23:58:60+00:00", false)]
    [InlineData("date", "2100-02-29", false)]
    [InlineData("date", "2000-02-29", true)]
    [InlineData("date", "2026-00-10", false)]
    [InlineData("date", "２026-01-10", false)]
    [InlineData("time", "23:59:59.Z", false)]
    [InlineData("time", "24:00:00Z", false)]
    [InlineData("time", "23:00:00", false)]
    [InlineData("duration", "P", false)]
    [InlineData("duration", "PT", false)]
    [InlineData("duration", "P1Y1D", false)]
    [InlineData("duration", "P1Y1M1DT1H1M1S", true)]
    [InlineData("duration", "P1W1D", false)]
    [InlineData("email", "a@b", true)]
    [InlineData("email", "a b@c.d", false)]
    [InlineData("email", "\"a b\"@c.d", true)]
    [InlineData("email", "\"a\\\"@c.d", false)]
    [InlineData("email", "a@", false)]
    [InlineData("email", "@a", false)]
    [InlineData("email", "ä@b.c", false)]
    [InlineData("hostname", "a..b", false)]
    [InlineData("hostname", "", false)]
    [InlineData("ipv4", "1.2.3.04", false)]
    [InlineData("ipv4", "1.2.3.256", false)]
    [InlineData("ipv4", "1.2.3", false)]
    [InlineData("ipv6", "::", true)]
    [InlineData("ipv6", "1::2::3", false)]
    [InlineData("ipv6", "1:2:3:4:5:6:7::", true)]
    [InlineData("ipv6", "1:2:3:4:5:6:7:8::", false)]
    [InlineData("ipv6", ":1:2:3:4:5:6:7:8", false)]
    [InlineData("ipv6", "::1%eth0", false)]
    [InlineData("ipv6", "1.2.3.4::", false)]
    [InlineData("ipv6", "::ffff:192.0.2.1", true)]
    [InlineData("uri", "http://[::1]:80/a%20b?c#d", true)]
    [InlineData("uri", "http://[::1/", false)]
    [InlineData("uri", "http://[v1.a]/", true)]
    [InlineData("uri", "http://a:b/", false)]
    [InlineData("uri", "http://a/%2", false)]
    [InlineData("uri", "//a/b", false)]
    [InlineData("uri", "http://a/{b}", false)]
    [InlineData("uri-reference", "a:b:c", true)]
    [InlineData("uri-reference", "1a:b", false)]
    [InlineData("uri-reference", "#a#b", false)]
    [InlineData("uri-reference", "", true)]
    [InlineData("uuid", "123e4567e89b-12d3-a456-4266141740000", false)]
    [InlineData("json-pointer", "/~2", false)]
    [InlineData("json-pointer", "/a~", false)]
    [InlineData("relative-json-pointer", "01", false)]
    [InlineData("relative-json-pointer", "1#", true)]
    [InlineData("relative-json-pointer", "1#/a", false)]
    [InlineData("regex", "(?<a", false)]
    public void IsValid_Text_FollowsTheStandard(string format, string text, bool expected) =>
        Format.Find(format)!.IsValid(text).ShouldBe(expected);

    [Fact]
    public void Validate_FormatsNotAsserted_AreRemarks() =>
        Json.Validate("""{"format":"date"}""", "\"x\"", new SchemaOptions { AssertFormat = false })
            .IsValid.ShouldBeTrue();

    [Fact]
    public void Validate_UnknownFormat_IsARemark() =>
        Json.Validate("""{"format":"colour"}""", "\"x\"").IsValid.ShouldBeTrue();
}
