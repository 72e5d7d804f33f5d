using System.Text;
using Speckit.Host.Telemetry;

namespace Speckit.Host.Tests.Telemetry;

/// <summary><c>telemetry</c> in the user's file: where it would go. Wishes that cannot be fulfilled are mistakes, and mistakes keep it off.</summary>
public sealed class TelemetrySettingsTests
{
    // JP design §8.6, as it is written there.
    private const string Design = """
        telemetry:
          enabled: true  # User can disable

          # What we collect
          collect:
            - plugin_name
            - plugin_version
            - command_invoked
            - success/failure
            - execution_duration

          # What we never collect
          never_collect:
            - source_code
            - file_contents
            - credentials
            - user_identity (without consent)

          # Where data goes
          endpoint: https://telemetry.speckit.dev

          # User controls
          user_consent:
            required: true
            opt_out_command: "specify telemetry disable"
        """;

    [Fact]
    public void Parse_TheDesignsExample_IsTheDefault()
    {
        var settings = Parse(Design).Value;

        settings.Enabled.ShouldBeTrue();
        settings.Endpoint.ShouldBe(TelemetrySettings.Default.Endpoint);
        settings.Protocol.ShouldBe(TelemetryProtocol.Otlp);
        settings.Registries.ShouldBe(TelemetrySettings.Default.Registries);
    }

    [Fact]
    public void Parse_AllKeys_AreRead()
    {
        var settings = Parse(
            "telemetry: { endpoint: 'http://[::1]:4318/x', protocol: https, registries: ['https://a.example/p/'] }\nother: 1"
        ).Value;

        settings.Endpoint.AbsoluteUri.ShouldBe("http://[::1]:4318/x");
        settings.Protocol.ShouldBe(TelemetryProtocol.Https);
        settings.Registries.ShouldBe(["https://a.example/p"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("agents: []")]
    [InlineData("note: \"a\\tb\"")]
    public void Parse_NothingAboutIt_IsTheDefault(string yaml) => Parse(yaml).Value.ShouldBe(TelemetrySettings.Default);

    [Theory]
    [InlineData("telemetry: { endpoint: 'http://telemetry.example' }", "SPK1043")]
    [InlineData("telemetry: { endpoint: 'http://127.0.0.1.evil.example' }", "SPK1043")]
    [InlineData("telemetry: { endpoint: 'https://user:pass@telemetry.example' }", "SPK1043")]
    [InlineData("telemetry: { endpoint: 'https://telemetry.example?a=b' }", "SPK1043")]
    [InlineData("telemetry: { endpoint: 'ftp://telemetry.example' }", "SPK1043")]
    [InlineData("telemetry: { endpoint: 'telemetry' }", "SPK1043")]
    [InlineData("telemetry: { registries: ['http://plugins.example'] }", "SPK1043")]
    [InlineData("telemetry: { registries: '*' }", "SPK1025")]
    [InlineData("telemetry: { protocol: grpc }", "SPK1030")]
    [InlineData("telemetry: { enabled: maybe }", "SPK1025")]
    [InlineData("telemetry: { enable: false }", "SPK1023")]
    [InlineData("telemetry: off", "SPK1025")]
    [InlineData("telemetry: { collect: [plugin_name] }", "SPK5016")]
    [InlineData("telemetry: { collect: [plugin_name, user_identity] }", "SPK5016")]
    [InlineData("telemetry: { never_collect: [plugin_name] }", "SPK5016")]
    [InlineData("telemetry: { user_consent: { required: false } }", "SPK5016")]
    [InlineData("telemetry: { user_consent: { given: true } }", "SPK1023")]
    [InlineData("telemetry: {", "SPK1001")]
    public void Parse_Mistake_SaysWhatAndWhere(string yaml, string code)
    {
        var read = Parse(yaml);

        read.Succeeded.ShouldBeFalse();
        read.Diagnostics[0].Code.ShouldBe(code);
        read.Diagnostics[0].Location!.File.ShouldBe("~/.specify/config.yaml");
    }

    [Fact]
    public void Parse_DamagedFile_IsSafeSettingsOrMistakes()
    {
        var random = new Random(FuzzSeed.Value);
        var bytes = Encoding.UTF8.GetBytes(Design);
        var failed = 0;
        for (var round = 0; round < 2000; round++)
        {
            var read = TelemetrySettingsReader.Parse(UsageSpoolTests.Damage(bytes, random));
            failed += read.Succeeded ? 0 : 1;
            if (read.TryGet(out var settings))
            {
                (settings.Endpoint.Scheme == "https" || settings.Endpoint.IsLoopback).ShouldBeTrue();
            }
        }

        failed.ShouldBeInRange(100, 2000);
    }

    private static Manifests.Diagnostics.Result<TelemetrySettings> Parse(string yaml) =>
        TelemetrySettingsReader.Parse(Encoding.UTF8.GetBytes(yaml));
}
