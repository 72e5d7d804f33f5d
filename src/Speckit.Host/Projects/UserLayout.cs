namespace Speckit.Host.Projects;

/// <summary>Where a user keeps keys, caches and trust: <c>~/.specify</c>.</summary>
/// <param name="Home">The user's home folder, absolute.</param>
public sealed record UserLayout(string Home)
{
    /// <summary>The state folder.</summary>
    public string Directory => Path.Combine(Home, ProjectLayout.DirectoryName);

    /// <summary>Signing keys.</summary>
    public string KeysDirectory => Path.Combine(Directory, "keys");

    /// <summary>The private signing key.</summary>
    public string PrivateKeyFile => Path.Combine(KeysDirectory, "private.pem");

    /// <summary>The public signing key.</summary>
    public string PublicKeyFile => Path.Combine(KeysDirectory, "public.pem");

    /// <summary>Content-addressed downloads and index copies.</summary>
    public string CacheDirectory => Path.Combine(Directory, "cache");

    /// <summary>What was consented to, and which keys are known.</summary>
    public string TrustDirectory => Path.Combine(Directory, "trust");

    /// <summary>The user's settings.</summary>
    public string ConfigFile => Path.Combine(Directory, "config.yaml");

    /// <summary>The user's policy.</summary>
    public string PolicyFile => Path.Combine(Directory, "policy.yaml");

    /// <summary>The machine's policy. Its place is fixed: no variable of the environment may lead around it.</summary>
    public string SystemPolicyFile { get; init; } = DefaultSystemPolicyFile;

    /// <summary>Tokens for registries.</summary>
    public string CredentialsFile => Path.Combine(Directory, "credentials.yaml");

    /// <summary>Consent to telemetry, and what was recorded and not sent yet. It is there only while there is consent.</summary>
    public string TelemetryDirectory => Path.Combine(Directory, "telemetry");

    /// <summary>Secrets that plugins' configurations refer to by name.</summary>
    public string SecretsFile => Path.Combine(Directory, "secrets.yaml");

    private static string DefaultSystemPolicyFile =>
        OperatingSystem.IsWindows()
            ? Path.Combine(
                Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData),
                "specify",
                "policy.yaml"
            )
            : "/etc/specify/policy.yaml";
}
