namespace Speckit.Sdk;

/// <summary>Why the host could not, or would not, do what a plugin asked.</summary>
public enum HostErrorKind
{
    /// <summary>Something else; the message tells.</summary>
    Other,

    /// <summary>The plugin lacks a capability: a <see cref="CapabilityDeniedException"/>.</summary>
    CapabilityDenied,

    /// <summary>The file, task or revision does not exist.</summary>
    NotFound,

    /// <summary>A file, an answer or the request itself is too large.</summary>
    TooLarge,

    /// <summary>The rules of the project forbid it: a protected path, a rule of the backlog.</summary>
    Refused,

    /// <summary>Too many requests wait already.</summary>
    Busy,

    /// <summary>It is not the time for this request.</summary>
    WrongState,

    /// <summary>A limit of the plugin's run is reached: a <see cref="LimitReachedException"/>.</summary>
    LimitReached,

    /// <summary>The host gave the request up.</summary>
    Cancelled,

    /// <summary>This host does not know the request.</summary>
    MethodNotFound,

    /// <summary>The request makes no sense; the message tells why.</summary>
    InvalidParams,
}
