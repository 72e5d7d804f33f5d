namespace Speckit.Host.Policy.Model;

/// <summary>Whose policy it is. A layer may only tighten what the ones before it say.</summary>
public enum PolicyLayer
{
    /// <summary>The machine's: <c>/etc/specify/policy.yaml</c>.</summary>
    System,

    /// <summary>The user's: <c>~/.specify/policy.yaml</c>.</summary>
    User,

    /// <summary>The project's: <c>.specify/policy.yaml</c>. It comes with a checkout, so it is believed only where it forbids.</summary>
    Project,
}

/// <summary>The names of the layers.</summary>
public static class PolicyLayers
{
    /// <summary>The layer's name for people and in JSON.</summary>
    public static string ToName(this PolicyLayer layer) =>
        layer switch
        {
            PolicyLayer.System => "system",
            PolicyLayer.User => "user",
            _ => "project",
        };
}
