using System.Collections.Immutable;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Yaml;

namespace Speckit.Registry.Client.Configuration;

/// <summary>The tokens of a user: which registry gets which, and no other gets any.</summary>
/// <remarks><code>
/// # ~/.specify/credentials.yaml, mode 0600
/// registries:
///   https://plugins.example.com:
///     token: spk_…
/// </code>
/// <c>SPECKIT_TOKEN</c> goes to the one registry that a command was told to talk to, or to the only one there is;
/// <c>SPECKIT_TOKEN_NAME</c> to the registry of that name.</remarks>
public sealed class RegistryCredentials
{
    /// <summary>The variable with the token of the registry that is meant.</summary>
    public const string Variable = "SPECKIT_TOKEN";

    /// <summary>The file's place below the user's home.</summary>
    public const string RelativePath = ".specify/credentials.yaml";

    private const UnixFileMode OthersMayRead =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    private readonly ImmutableDictionary<string, string> _tokens;
    private readonly Func<string, string?> _environment;

    private RegistryCredentials(ImmutableDictionary<string, string> tokens, Func<string, string?> environment)
    {
        _tokens = tokens;
        _environment = environment;
    }

    /// <summary>Reads a user's tokens. Without a file there are those of the environment.</summary>
    /// <param name="home">The user's home folder.</param>
    /// <param name="environment">Reads a variable, usually <see cref="Environment.GetEnvironmentVariable(string)"/>.</param>
    /// <exception cref="IOException">The file is there and cannot be read.</exception>
    public static Result<RegistryCredentials> Load(string home, Func<string, string?> environment)
    {
        var path = Path.Combine(home, RelativePath);
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            // The open file, not the path: what is checked is what is read.
            if (
                !OperatingSystem.IsWindows()
                && (File.GetUnixFileMode(file.SafeFileHandle) & OthersMayRead) != UnixFileMode.None
            )
            {
                return RegistryClientDiagnostics.CredentialsExposed.Error(
                    $"~/{RelativePath} holds tokens and other users of this machine may read or change it.",
                    $"Run: chmod 600 ~/{RelativePath}. If others use this machine, revoke the tokens and make new ones."
                );
            }

            if (file.Length > YamlReader.MaxBytes)
            {
                return Invalid("The file is too large.", new SourceLocation("~/" + RelativePath, 1, 1));
            }

            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return Parse(bytes, environment);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return new RegistryCredentials(ImmutableDictionary<string, string>.Empty, environment);
        }
    }

    /// <summary>Gives a registry its token, where there is one.</summary>
    /// <param name="endpoint">The registry.</param>
    /// <param name="isMeant">Whether the command was told to talk to this registry, or there is no other.</param>
    public RegistryEndpoint Apply(RegistryEndpoint endpoint, bool isMeant)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        if (endpoint.IsFolder)
        {
            return endpoint;
        }

        var token =
            Environment(VariableOf(endpoint.Name))
            ?? (isMeant ? Environment(Variable) : null)
            ?? _tokens.GetValueOrDefault(Key(endpoint.Url));
        return endpoint with { Token = token };
    }

    /// <summary>The variable with the token of a registry of that name.</summary>
    public static string VariableOf(string name) =>
        Variable + "_" + string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? char.ToUpperInvariant(c) : '_'));

    private string? Environment(string variable) => _environment(variable) is { Length: > 0 } value ? value : null;

    private static Result<RegistryCredentials> Parse(byte[] bytes, Func<string, string?> environment)
    {
        var read = YamlReader.Read("~/" + RelativePath, bytes);
        if (!read.TryGet(out var root))
        {
            // A problem quotes the line it is on, and the line may hold a token.
            return Result<RegistryCredentials>.Failure([
                .. read.Diagnostics.Select(problem => Invalid("The file is not valid YAML.", problem.Location)),
            ]);
        }

        var tokens = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        var problems = new List<Diagnostic>();
        if (root is YamlScalar { Type: YamlScalarType.Null })
        {
            return new RegistryCredentials(tokens.ToImmutable(), environment);
        }

        var registries = Only(root, "registries", problems) as YamlMapping;
        if (registries is null && problems.Count == 0)
        {
            problems.Add(Invalid("'registries' is not a mapping of URLs.", root.Location));
        }

        foreach (var entry in registries?.Entries ?? [])
        {
            Add(entry, tokens, problems);
        }

        return problems.Count == 0
            ? new RegistryCredentials(tokens.ToImmutable(), environment)
            : Result<RegistryCredentials>.Failure([.. problems]);
    }

    private static void Add(
        YamlEntry entry,
        ImmutableDictionary<string, string>.Builder tokens,
        List<Diagnostic> problems
    )
    {
        var url = RegistryEndpoint.ParseUrl(entry.Key);
        if (!url.Succeeded)
        {
            problems.AddRange(url.Diagnostics.Select(problem => problem with { Location = entry.KeyLocation }));
        }
        else if (Only(entry.Value, "token", problems) is { } node)
        {
            if (
                node is YamlScalar { Type: YamlScalarType.Text, Text.Length: > 0 } token
                && token.Text.All(char.IsAscii)
                && !token.Text.Any(char.IsWhiteSpace)
            )
            {
                tokens[Key(url.Value)] = token.Text;
            }
            else
            {
                problems.Add(Invalid("The token is not a text without spaces.", node.Location));
            }
        }
    }

    private static YamlNode? Only(YamlNode node, string key, List<Diagnostic> problems)
    {
        if (node is YamlMapping mapping && mapping.Entries is [{ } entry] && entry.Key == key)
        {
            return entry.Value;
        }

        problems.Add(Invalid($"Expected the key '{key}' and no other.", node.Location));
        return null;
    }

    private static string Key(Uri url) => url.AbsoluteUri.TrimEnd('/');

    private static Diagnostic Invalid(string message, SourceLocation? place) =>
        RegistryClientDiagnostics.CredentialsInvalid.Error(
            message,
            "Write registries:, below it a URL, and below that token: and the token.",
            place
        );
}
