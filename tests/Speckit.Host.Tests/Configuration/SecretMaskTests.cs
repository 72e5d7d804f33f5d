using System.Text;
using System.Text.Json;
using Speckit.Host.Configuration;

namespace Speckit.Host.Tests.Configuration;

public sealed class SecretMaskTests
{
    private const string Secret = "s3cr€t/+ \"pass\"&word";

    public static TheoryData<string> Forms =>
        [
            Secret,
            $"user:{Secret}@host",
            Uri.EscapeDataString(Secret),
            Uri.EscapeDataString(Secret).Replace("%20", "+"),
            Convert.ToHexString(Encoding.UTF8.GetBytes(Secret)),
            Convert.ToHexStringLower(Encoding.UTF8.GetBytes(Secret)),
            JsonSerializer.Serialize(Secret),
        ];

    [Theory]
    [MemberData(nameof(Forms))]
    public void Apply_AnyForm_IsHidden(string text)
    {
        var mask = new SecretMask();
        mask.Add(Secret);

        var shown = mask.Apply($"before {text} after");

        shown.ShouldContain("***");
        shown.ShouldStartWith("before ");
        shown.ShouldEndWith(" after");
        foreach (var part in new[] { "s3cr", "pass", "word" })
        {
            shown.ShouldNotContain(part);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("u:")]
    [InlineData("us:")]
    [InlineData("user:")]
    public void Apply_Base64OfATextThatHoldsIt_HidesAllButTheEdges(string before)
    {
        var mask = new SecretMask();
        mask.Add(Secret);
        foreach (var after in new[] { "", "a", "ab", "abc" })
        {
            var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(before + Secret + after));
            foreach (var form in new[] { encoded, encoded.Replace('+', '-').Replace('/', '_') })
            {
                var shown = mask.Apply(form);

                shown.ShouldContain("***");
                var known = before.Length + after.Length;
                shown.Length.ShouldBeLessThanOrEqualTo(((known + 2) / 3 * 4) + 11);
            }
        }
    }

    [Fact]
    public void Apply_LinesOfAKey_AreHiddenOneByOne()
    {
        var mask = new SecretMask();
        mask.Add("-----BEGIN KEY-----\nMIIBVgIBADANBgkqhkiG\n9w0BAQEFAASCAUAwggE8\n-----END KEY-----\n");

        mask.Apply("it is 9w0BAQEFAASCAUAwggE8!").ShouldBe("it is ***!");
    }

    [Fact]
    public void Apply_Json_HidesTextsNamesAndNumbers()
    {
        var mask = new SecretMask();
        mask.Add("12345678");
        mask.Add("hidden");
        using var json = JsonDocument.Parse(
            """{"hidden":[{"a":"x hidden","n":12345678,"m":7}],"b":true,"lone":"\ud800","nothing":null}"""
        );

        mask.Apply(json.RootElement)
            .GetRawText()
            .ShouldBe("""{"***":[{"a":"x ***","n":"***","m":7}],"b":true,"lone":"\\ud800","nothing":null}""");
    }

    [Fact]
    public void Apply_NothingToHide_ChangesNothing()
    {
        var mask = new SecretMask();
        mask.Add("abc");
        using var json = JsonDocument.Parse("""{ "a" : 1 }""");

        mask.IsEmpty.ShouldBeTrue();
        mask.Apply("abc").ShouldBe("abc");
        mask.Apply(json.RootElement).GetRawText().ShouldBe("""{ "a" : 1 }""");
        mask.Apply(default(JsonElement)).ValueKind.ShouldBe(JsonValueKind.Undefined);
    }
}
