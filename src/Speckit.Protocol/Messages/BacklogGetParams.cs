namespace Speckit.Protocol.Messages;

/// <summary>Reads a task: <c>backlog/get</c>, capability <c>backlog.read</c>; an unknown id is <see cref="RpcErrorCodes.NotFound"/>.</summary>
/// <param name="Id">Its id.</param>
public sealed record BacklogGetParams(string Id);
