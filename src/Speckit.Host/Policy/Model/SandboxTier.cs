namespace Speckit.Host.Policy.Model;

/// <summary>How far the operating system keeps a plugin to its grant, from least to most (security: "Enforcement ladder").</summary>
public enum SandboxTier
{
    /// <summary>A process of its own; the host checks what it is asked for.</summary>
    Process,

    /// <summary>The kernel restricts files, network and system calls.</summary>
    Restricted,

    /// <summary>Namespaces of its own.</summary>
    Full,
}

/// <summary>The names of the tiers.</summary>
public static class SandboxTiers
{
    /// <summary>The tier's name in policies and in JSON.</summary>
    public static string ToName(this SandboxTier tier) =>
        tier switch
        {
            SandboxTier.Process => "process",
            SandboxTier.Restricted => "restricted",
            _ => "full",
        };
}
