using System.Collections.Immutable;
using Speckit.Host.Projects;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Yaml;
using Speckit.Packaging;
using Speckit.Packaging.Files;

namespace Speckit.Host.Configuration;

/// <summary>The values that configurations refer to: of the environment, else of <c>~/.specify/secrets.yaml</c>, which is a map of names
/// to values and must be its owner's alone (mode 0600).</summary>
/// <param name="user">The user's state.</param>
/// <param name="variable">Reads an environment variable.</param>
internal sealed class SecretSource(UserLayout user, Func<string, string?> variable)
{
    private const string Shown = "~/.specify/secrets.yaml";
    private const UnixFileMode OwnersAlone =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.SetUser | UnixFileMode.SetGroup;

    /// <summary>The values of those names; a name without a value is left out. The file is opened only for what the environment lacks.</summary>
    internal Result<ImmutableDictionary<string, string>> Find(IReadOnlyCollection<string> names)
    {
        var found = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            if (variable(name) is { Length: > 0 } value)
            {
                found[name] = value;
            }
        }

        if (found.Count == names.Count)
        {
            return found.ToImmutable();
        }

        var read = ReadFile();
        if (!read.TryGet(out var secrets))
        {
            return read;
        }

        foreach (var name in names.Where(n => !found.ContainsKey(n) && secrets.ContainsKey(n)))
        {
            found[name] = secrets[name];
        }

        return found.ToImmutable();
    }

    private Result<ImmutableDictionary<string, string>> ReadFile()
    {
        var opened = PlainFile.OpenRead(user.SecretsFile, followLinks: true);
        if (!opened.TryGet(out var file))
        {
            return opened.Diagnostics[0].Descriptor == PackagingDiagnostics.FileMissing
                ? ImmutableDictionary<string, string>.Empty
                : opened.Propagate<ImmutableDictionary<string, string>>();
        }

        using (file)
        {
            // The open file, not the path: what is checked is what is read.
            if (
                !OperatingSystem.IsWindows()
                && (File.GetUnixFileMode(file.SafeFileHandle) & ~OwnersAlone) != UnixFileMode.None
            )
            {
                return HostDiagnostics.SecretsExposed.Error(
                    $"{Shown} holds secrets, and other users of this machine may read or change it",
                    $"run 'chmod 600 {Shown}'; if others use this machine, replace the secrets"
                );
            }

            if (file.Length > YamlReader.MaxBytes)
            {
                return Invalid("is larger than 1 MiB", null);
            }

            var bytes = new byte[file.Length];
            var length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return Parse(bytes.AsSpan(0, length));
        }
    }

    private static Result<ImmutableDictionary<string, string>> Parse(ReadOnlySpan<byte> bytes)
    {
        var read = YamlReader.Read(Shown, bytes);
        if (!read.TryGet(out var root))
        {
            // A problem may quote the line it is on, and the line may hold a secret.
            return Invalid("is not valid YAML", read.Diagnostics[0].Location);
        }

        if (root is YamlScalar { Type: YamlScalarType.Null })
        {
            return ImmutableDictionary<string, string>.Empty;
        }

        if (root is not YamlMapping map)
        {
            return Invalid("is no map", root.Location);
        }

        return map.Entries.FirstOrDefault(e => e.Value is not YamlScalar) is { } wrong
            ? Invalid($"has a value for '{wrong.Key}' that is no text", wrong.KeyLocation)
            : map
                .Entries.Where(e => e.Value is YamlScalar { Text.Length: > 0 })
                .ToImmutableDictionary(e => e.Key, e => ((YamlScalar)e.Value).Text, StringComparer.Ordinal);
    }

    private static Diagnostic Invalid(string what, SourceLocation? place) =>
        HostDiagnostics.SecretsInvalid.Error($"{Shown} {what}", "write 'NAME: value' lines", place);
}
