namespace Speckit.Host.Runtime;

/// <summary>What a plugin's process is started for.</summary>
internal enum StartPurpose
{
    /// <summary>To be called.</summary>
    Run,

    /// <summary>To show that everything is there that the manifest names.</summary>
    Verify,

    /// <summary>To migrate. The configuration is another version's: the plugin gets its defaults at first, and the configuration in the call.</summary>
    Migrate,
}
