using System.Collections.Immutable;
using Speckit.Host.Projects;
using Speckit.Manifests.Binding;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Yaml;
using Speckit.Packaging;
using Speckit.Packaging.Files;

namespace Speckit.Host.Telemetry;

/// <summary>Reads <c>telemetry</c> in <c>~/.specify/config.yaml</c>, as JP design §8.6 writes it. What is not understood is an error, which
/// keeps telemetry off: a misspelt wish for less must not be no wish.</summary>
internal static class TelemetrySettingsReader
{
    private const string Shown = "~/.specify/config.yaml";
    private const string Key = "telemetry";

    /// <summary>The user's settings; the defaults where there is no file or no section.</summary>
    internal static Result<TelemetrySettings> Read(UserLayout user)
    {
        try
        {
            var read = PlainFile.ReadAll(user.ConfigFile, YamlReader.MaxBytes);
            return read.TryGet(out var bytes) ? Parse(bytes)
                : read.Diagnostics[0].Descriptor == PackagingDiagnostics.FileMissing ? TelemetrySettings.Default
                : read.Propagate<TelemetrySettings>();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return HostDiagnostics.FileSystem.Error($"cannot read {Shown}: {e.Message}");
        }
    }

    /// <summary>The settings in a file's text.</summary>
    internal static Result<TelemetrySettings> Parse(ReadOnlySpan<byte> utf8)
    {
        if (!TelemetryMention.IsIn(utf8))
        {
            return TelemetrySettings.Default;
        }

        var read = YamlReader.Read(Shown, utf8);
        if (!read.TryGet(out var root))
        {
            return read.Propagate<TelemetrySettings>();
        }

        if ((root as YamlMapping)?.Find(Key) is not { } entry)
        {
            return TelemetrySettings.Default;
        }

        var problems = new Problems();
        var settings = new Value(entry.Value, Key, entry.KeyLocation, problems).Section() is { } section
            ? Read(section)
            : TelemetrySettings.Default;
        return problems.HasErrors ? Result<TelemetrySettings>.Failure(problems.ToImmutable()) : settings;
    }

    private static TelemetrySettings Read(Fields section)
    {
        var settings = new TelemetrySettings
        {
            Enabled = section.Boolean("enabled") ?? true,
            Endpoint = Endpoint(section) ?? TelemetrySettings.Default.Endpoint,
            Protocol = section.Find("protocol")?.OneOf("otlp", "https") is "https"
                ? TelemetryProtocol.Https
                : TelemetryProtocol.Otlp,
            Registries = section.Find("registries") is { } list
                ? Registries(list)
                : TelemetrySettings.Default.Registries,
        };
        CheckFields(section);
        CheckConsent(section);
        section.Done();
        return settings;
    }

    private static Uri? Endpoint(Fields section) =>
        section.Find("endpoint") is { } value && value.Text() is { } text ? Url(value, text) : null;

    private static ImmutableArray<string> Registries(Value list)
    {
        var registries = ImmutableArray.CreateBuilder<string>();
        foreach (var item in list.List())
        {
            if (item.Text() is { } text && Url(item, text) is { } url)
            {
                registries.Add(url.AbsoluteUri.TrimEnd('/'));
            }
        }

        return registries.ToImmutable();
    }

    /// <summary>An https URL, or an http one on this machine, that says no more than a place.</summary>
    private static Uri? Url(Value value, string text)
    {
        if (
            Uri.TryCreate(text, UriKind.Absolute, out var url)
            && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
            && url is { UserInfo.Length: 0, Query.Length: 0, Fragment.Length: 0 }
        )
        {
            return url;
        }

        value.Problems.Add(
            ManifestDiagnostics.BadUrl.Error(
                $"'{value.Path}' is '{Excerpt.Of(text)}'; expected an https URL without user, query and fragment.",
                "plain http is for this machine alone: http://127.0.0.1:4318",
                value.Location
            )
        );
        return null;
    }

    /// <summary>The lists of the JP design may stand in the file. They cannot change what is collected: other lists are errors.</summary>
    private static void CheckFields(Fields section)
    {
        if (section.Find("collect") is { } collect)
        {
            var wanted = collect.List().Select(item => item.Text()).Order(StringComparer.Ordinal);
            if (!wanted.SequenceEqual(UsageField.All.Select(f => f.DesignName).Order(StringComparer.Ordinal)))
            {
                Refuse(
                    collect,
                    $"lists other fields than {string.Join(", ", UsageField.All.Select(f => f.DesignName))}"
                );
            }
        }

        if (section.Find("never_collect") is not { } never)
        {
            return;
        }

        foreach (var item in never.List().Where(item => UsageField.All.Any(f => f.DesignName == item.Text())))
        {
            Refuse(item, "names a field that is always collected");
        }
    }

    private static void CheckConsent(Fields section)
    {
        if (section.Section("user_consent") is not { } consent)
        {
            return;
        }

        if (consent.Find("required") is { } required && required.Boolean() is false)
        {
            Refuse(required, "is false, but consent is always required");
        }

        consent.Text("opt_out_command");
        consent.Done();
    }

    private static void Refuse(Value value, string why) =>
        value.Problems.Add(
            HostDiagnostics.ConfigurationInvalid.Error(
                $"'{value.Path}' {why}",
                "remove it; 'specify telemetry disable' turns telemetry off",
                value.Location
            )
        );
}
