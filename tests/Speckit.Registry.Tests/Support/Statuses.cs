using System.Net;

namespace Speckit.Registry.Tests.Support;

/// <summary>Says what a refusal must be.</summary>
internal static class Statuses
{
    public static async Task ShouldBeProblemAsync(
        this Task<HttpResponseMessage> asked,
        HttpStatusCode status,
        string code
    )
    {
        using var response = await asked;
        response.StatusCode.ShouldBe(status, await response.Content.ReadAsStringAsync());
        var problem = await TestRegistry.ProblemAsync(response);
        problem.Code.ShouldBe(code);
        problem.Status.ShouldBe((int)status);
        problem.Detail.ShouldNotBeNullOrWhiteSpace();
        problem.Hint.ShouldNotBeNullOrWhiteSpace();
    }

    public static async Task<HttpResponseMessage> ShouldBeAsync(
        this Task<HttpResponseMessage> asked,
        HttpStatusCode status
    )
    {
        var response = await asked;
        response.StatusCode.ShouldBe(status, await response.Content.ReadAsStringAsync());
        return response;
    }

    public static async Task ShouldBeProblemStartingAsync(this Task<HttpResponseMessage> asked, string code)
    {
        using var response = await asked;
        response.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, await response.Content.ReadAsStringAsync());
        (await TestRegistry.ProblemAsync(response)).Code.ShouldNotBeNull().ShouldStartWith(code);
    }
}
