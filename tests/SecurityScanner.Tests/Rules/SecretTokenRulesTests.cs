namespace SecurityScanner.Tests.Rules;

/// <summary>Secrets known by their form.</summary>
public class SecretTokenRulesTests
{
    [Theory]
    [InlineData("py", "aws-access-key", "key = \"AKIAQ3EGRTLK7ZP2MVW4\"")]
    [InlineData("js", "aws-access-key", "const k = 'AKIAQ3EGRTLK7ZP2MVW4';")]
    [InlineData("cs", "aws-access-key", "var k = \"AKIAQ3EGRTLK7ZP2MVW4\";")]
    [InlineData("yaml", "aws-access-key", "aws: AKIAQ3EGRTLK7ZP2MVW4")]
    [InlineData("json", "aws-access-key", "{\"id\": \"AKIAQ3EGRTLK7ZP2MVW4\"}")]
    [InlineData("py", "aws-access-key", "# old key AKIAQ3EGRTLK7ZP2MVW4")]
    [InlineData("cs", "aws-access-key", "// AKIAQ3EGRTLK7ZP2MVW4")]
    [InlineData("js", "aws-access-key", "/* AKIAQ3EGRTLK7ZP2MVW4 */")]
    [InlineData("yaml", "aws-access-key", "# AKIAQ3EGRTLK7ZP2MVW4")]
    [InlineData("py", "github-token", "x = \"ghp_a8Kd3Lm9Qw2Zx7Cv5Bn1Rt6Yu4Io0Pe8Sd2F\"")]
    [InlineData("ts", "github-token", "const t = `ghp_a8Kd3Lm9Qw2Zx7Cv5Bn1Rt6Yu4Io0Pe8Sd2F`;")]
    [InlineData("yaml", "github-token", "token: ghp_a8Kd3Lm9Qw2Zx7Cv5Bn1Rt6Yu4Io0Pe8Sd2F")]
    [InlineData("json", "github-token", "{\"t\":\"ghp_a8Kd3Lm9Qw2Zx7Cv5Bn1Rt6Yu4Io0Pe8Sd2F\"}")]
    [InlineData(
        "py",
        "github-token",
        "x = \"github_pat_a8Kd3Lm9Qw2Zx7Cv5Bn1Rt_6Yu4Io0Pe8Sd2FgHjKlZxCvBnM1qWeRtYuIoP3aSdFgHjKlZxCvBnM12Q\""
    )]
    [InlineData("js", "slack-token", "slack('xoxb-2948573920-4857392049-aB3dE5gH7jK9')")]
    [InlineData("cs", "slack-token", "Send(\"xoxb-2948573920-4857392049-aB3dE5gH7jK9\");")]
    [InlineData("yml", "slack-token", "slack: xoxb-2948573920-4857392049-aB3dE5gH7jK9")]
    [InlineData("js", "slack-webhook", "post('https://hooks.slack.com/services/T02AB3CD4/B05EF6GH7/q8Wm2Zx7Cv5Bn1Rt')")]
    [InlineData(
        "py",
        "private-key",
        "pem = \"-----BEGIN RSA PRIVATE KEY-----\\nMIIEowIBAAKCAQEAx7Qd3kF9mZr2Yv5Tn8Wp1Lb6Hc4Js0Ge\\n-----END RSA PRIVATE KEY-----\""
    )]
    [InlineData(
        "js",
        "private-key",
        "const k = `-----BEGIN RSA PRIVATE KEY-----\\nMIIEowIBAAKCAQEAx7Qd3kF9mZr2Yv5Tn8Wp1Lb6Hc4Js0Ge\\n-----END RSA PRIVATE KEY-----`"
    )]
    [InlineData(
        "cs",
        "private-key",
        "var k = \"-----BEGIN RSA PRIVATE KEY-----\\nMIIEowIBAAKCAQEAx7Qd3kF9mZr2Yv5Tn8Wp1Lb6Hc4Js0Ge\\n-----END RSA PRIVATE KEY-----\";"
    )]
    [InlineData(
        "yaml",
        "private-key",
        "key: |\n  -----BEGIN PRIVATE KEY-----\n  MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7\n  -----END PRIVATE KEY-----\n"
    )]
    [InlineData(
        "py",
        "jwt",
        "auth = \"Bearer eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U\""
    )]
    [InlineData(
        "ts",
        "jwt",
        "const t = \"eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U\""
    )]
    [InlineData(
        "json",
        "jwt",
        "{\"jwt\":\"eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U\"}"
    )]
    [InlineData("js", "google-api-key", "init('AIzaSyB3kD9fL2mQ8wZ7xC5vB1nR6tY4uI0oP2s')")]
    [InlineData("py", "stripe-key", "stripe.api_key = \"sk_live_4eC39HqLyjWDarjtT1zdp7dc\"")]
    [InlineData("js", "gitlab-token", "const t = 'glpat-x7Qd3kF9mZr2Yv5Tn8Wp'")]
    [InlineData("yaml", "npm-token", "token: npm_a8Kd3Lm9Qw2Zx7Cv5Bn1Rt6Yu4Io0Pe8Sd2F")]
    public void Scan_Weakness_IsFound(string extension, string rule, string text) =>
        Sample.Rules(Sample.FileFor(extension), text).ShouldBe(rule);

    [Theory]
    [InlineData("py", "key = \"AKIAIOSFODNN7EXAMPLE\"")]
    [InlineData("js", "const k = 'AKIA1234'")]
    [InlineData("cs", "var k = \"XAKIAQ3EGRTLK7ZP2MVW4\";")]
    [InlineData("py", "k = \"AKIAQ3EGRTLK7ZP2MVW49\"")]
    [InlineData("py", "x = \"ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\"")]
    [InlineData("js", "if (t.startsWith('ghp_')) {}")]
    [InlineData("py", "if text.startswith(\"-----BEGIN PRIVATE KEY-----\"): pass")]
    [InlineData("cs", "var begin = \"-----BEGIN RSA PRIVATE KEY-----\";")]
    [InlineData(
        "py",
        "pub = \"-----BEGIN PUBLIC KEY-----\\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAx7Qd3kF9\\n-----END PUBLIC KEY-----\""
    )]
    [InlineData("js", "const t = 'eyJub3QiOiJhIHRva2VuIn0'")]
    [InlineData("js", "const t = \"eyJhIjoxfQ.bm90YXRva2VuYXRhbGwxMg.c2lnbmF0dXJlc2lnbmF0\"")]
    [InlineData("ts", "const p = 'xoxb-your-token-goes-here-please'")]
    [InlineData("py", "stripe_test = \"sk_test_4eC39HqLyjWDarjtT1zdp7dc\"")]
    [InlineData("yaml", "image: registry.local/akia/service:1.0")]
    public void Scan_HarmlessLookAlike_IsNotFound(string extension, string text) =>
        Sample.Rules(Sample.FileFor(extension), text).ShouldBeEmpty();
}
