namespace Speckit.Protocol.Messages;

/// <summary>The plugin's answer to <c>initialize</c>.</summary>
/// <param name="Protocol">The protocol version the plugin speaks.</param>
/// <param name="Sdk">What it was built with.</param>
/// <param name="Handlers">The ids of what it handles, such as <c>command:&lt;name&gt;</c> and <c>hook:&lt;event pattern&gt;</c>.</param>
/// <param name="Problems">Why entry points of the manifest are not among them.</param>
public sealed record InitializeResult(
    int Protocol,
    SdkInfo Sdk,
    IReadOnlyList<string> Handlers,
    IReadOnlyList<HandlerProblem>? Problems = null
);

/// <summary>Why an entry point cannot be called.</summary>
/// <param name="Handler">Its id.</param>
/// <param name="Message">What is wrong, in a sentence.</param>
public sealed record HandlerProblem(string Handler, string Message);

/// <summary>What a plugin was built with.</summary>
/// <param name="Language">The language: <c>csharp</c>, <c>python</c>, <c>typescript</c>.</param>
/// <param name="Version">The SDK's version.</param>
public sealed record SdkInfo(string Language, string Version);
