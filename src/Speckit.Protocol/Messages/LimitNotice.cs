namespace Speckit.Protocol.Messages;

/// <summary>The data of a <see cref="RpcErrorCodes.LimitReached"/> error.</summary>
/// <param name="Limit">The limit's name, such as <c>consoleLines</c>.</param>
/// <param name="Value">The most there may be in a run.</param>
public sealed record LimitNotice(string Limit, long Value);
