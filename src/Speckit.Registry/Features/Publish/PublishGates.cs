using System.Collections.Immutable;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Manifests.Reading;
using Speckit.Packaging.Archives;

namespace Speckit.Registry.Features.Publish;

/// <summary>The gates that a registry can check by itself (JP design §12.2; decisions, 2). Tests and coverage are the publisher's to run.</summary>
internal static class PublishGates
{
    private const string UnversionedPlaceholder = "0.0.0";

    /// <summary>Everything that speaks against publishing, and what should be looked at.</summary>
    public static ImmutableArray<Diagnostic> Check(
        PluginManifest manifest,
        PackageContents contents,
        bool isSigned,
        bool allowUnsigned
    )
    {
        var found = ImmutableArray.CreateBuilder<Diagnostic>();
        if (manifest.Version.ToString() == UnversionedPlaceholder)
        {
            found.Add(
                RegistryDiagnostics.IdentityMissing.Error(
                    "The manifest has no version of its own: 0.0.0 stands for none.",
                    "Write a version in plugin.yaml, such as 0.1.0."
                )
            );
        }

        var files = Paths(contents);
        found.AddRange(ManifestReader.CheckFiles(manifest, path => files.Contains(path.TrimEnd('/'))));
        if (contents.Readme is null)
        {
            found.Add(
                RegistryDiagnostics.ReadmeMissing.Error(
                    "The package has no README.md.",
                    "Add a README.md with usage examples beside plugin.yaml."
                )
            );
        }

        AddLicense(manifest, found);
        if (!isSigned && !allowUnsigned)
        {
            found.Add(
                RegistryDiagnostics.SignatureMissing.Error(
                    "The package is not signed.",
                    "Sign it with: specify plugin sign, after specify plugin keygen."
                )
            );
        }

        return found.ToImmutable();
    }

    private static void AddLicense(PluginManifest manifest, ImmutableArray<Diagnostic>.Builder found)
    {
        if (string.IsNullOrWhiteSpace(manifest.License))
        {
            found.Add(
                RegistryDiagnostics.LicenseMissing.Error(
                    "The manifest declares no license.",
                    "Write an SPDX identifier in plugin.yaml, such as license: MIT."
                )
            );
        }
        else if (!OsiLicenses.Covers(manifest.License))
        {
            found.Add(
                RegistryDiagnostics.LicenseUnknown.Warning(
                    $"'{manifest.License}' is not known here as approved by the Open Source Initiative.",
                    "Use an SPDX identifier from opensource.org/licenses."
                )
            );
        }
    }

    // Manifests may name folders; archives need not list them.
    private static HashSet<string> Paths(PackageContents contents)
    {
        var paths = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in contents.Entries)
        {
            var path = entry.Path;
            while (paths.Add(path) && path.LastIndexOf('/') is var slash and > 0)
            {
                path = path[..slash];
            }
        }

        return paths;
    }
}
